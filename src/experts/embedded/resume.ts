/**
 * What an answer to a (range) request means for the bytes that are there already: `append` the body to them,
 * `restart` with the body as the whole file, `discard` them and ask again, ask `again` as before, or `refused` for good.
 */
export type Resumption = 'append' | 'restart' | 'discard' | 'again' | 'refused';

/**
 * @param status of the response
 * @param contentRange its `Content-Range` header, e.g. `bytes 100-199/200`
 * @param have bytes that are there and were asked to be skipped; 0: no range was asked
 */
export function resume(status: number, contentRange: string | null, have: number): Resumption {
  if (status === 200) return 'restart';
  if (status === 206) {
    const start = /^bytes (\d+)-/.exec(contentRange ?? '')?.[1];
    if (Number(start) === have) return 'append';
    return start === '0' ? 'restart' : 'discard';
  }
  // More bytes are there than the file has, so they are not of this file.
  if (status === 416) return have > 0 ? 'discard' : 'refused';
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'again';
  return 'refused';
}
