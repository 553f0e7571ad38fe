export interface SseEvent {
  readonly event: string;
  readonly data: unknown;
}

/** The `event:`/`data:` pairs of a response that has ended, comments left out. */
export async function readEvents(response: Response): Promise<SseEvent[]> {
  const blocks = (await response.text())
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'));
  return blocks.map((block) => {
    const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
    if (event === undefined || data === undefined) throw new Error(`not an event: ${block.slice(0, 100)}`);
    return { event, data: JSON.parse(data) };
  });
}
