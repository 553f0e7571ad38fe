/** Reads server-sent events piece by piece. Pure: text in, `{event, data}` out; comments are skipped. */
export function createEventParser() {
  let rest = '';
  return (text) => {
    rest += text;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    return blocks.map(parseBlock).filter((parsed) => parsed !== null);
  };
}

function parseBlock(block) {
  const fields = new Map();
  for (const line of block.split('\n')) {
    const [, name, value] = /^(\w+): ?(.*)$/s.exec(line) ?? [];
    if (name !== undefined) fields.set(name, value);
  }
  return fields.has('data') ? { event: fields.get('event'), data: JSON.parse(fields.get('data')) } : null;
}

/** The events of a response, as they come. */
export async function* readEvents(response) {
  const parse = createEventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield* parse(next.value);
  } finally {
    await reader.cancel().catch(() => {});
  }
}
