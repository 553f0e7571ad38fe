/**
 * Posts a question and reads its answer to the end. Resolves to the milliseconds until the first text came; a
 * stream without text is an error, so that no failure can pass for speed.
 */
export async function firstTextMs(url: string, body: object): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
  let first: number | null = null;
  let read = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    read += chunk;
    if (first === null && /event: text|"content":"[^"]/.test(read)) first = performance.now() - startedMs;
  }
  if (first === null) throw new Error(`no text from ${url}: ${read.slice(0, 500)}`);
  return first;
}
