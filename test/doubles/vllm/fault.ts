import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Fault } from './behaviour.ts';
import { contextOverflow, internalBody, modelNotFound, statusError, unauthorized } from './errors.ts';
import { type Exchange, sendJson, untilGone } from './exchange.ts';

/** A client drops what it has not read yet when the connection breaks; so long it may read. */
const READING_TURNS = 3;
const READING_MS = 20;

const CUT_JSON = '{"id":"chatcmpl-broken","object":"chat.completion.chunk","choices":[{"index":0,"del';
const PROXY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/** True for a fault that strikes while tokens come; the others answer in place of the server. */
export function isMidStream(fault: Fault): boolean {
  const kinds = ['bad_json', 'bad_sse', 'break', 'truncate', 'stream_error'];
  return kinds.includes(fault.kind) || (fault.kind === 'hang' && fault.afterTokens !== undefined);
}

/** Plays a fault that comes before anything else; throws ApiError, or answers by itself. */
export async function answerInstead(fault: Fault, exchange: Exchange, window: number): Promise<void> {
  const { res } = exchange;
  switch (fault.kind) {
    case 'reset':
      return exchange.destroy();
    case 'hang':
      return untilGone(exchange.signal);
    case 'context_overflow':
      throw contextOverflow(window, 0);
    case 'model_not_found':
      throw modelNotFound(modelIn(exchange.text));
    case 'unauthorized':
      throw unauthorized();
    case 'html':
      res.writeHead(fault.status ?? 502, { 'content-type': 'text/html' }).end(PROXY_PAGE);
      return;
    case 'router':
      return sendJson(res, fault.status ?? 503, { error: 'No healthy backend is available for this model' });
    default:
      throw statusError(fault.status ?? 500, fault.retryAfterS ?? null);
  }
}

/** Plays a mid-stream fault. Asked without a stream, the same mishaps break the one response. */
export async function strike(fault: Fault, exchange: Exchange, stream: boolean): Promise<void> {
  const { res } = exchange;
  if (fault.kind === 'hang') return untilGone(exchange.signal);
  if (fault.kind === 'break') {
    // Turns for a client in this process, however busy; time for one in another.
    for (let turn = 0; turn < READING_TURNS; turn++) await setImmediate();
    await setTimeout(READING_MS);
    return exchange.destroy();
  }
  if (!stream) {
    if (fault.kind === 'stream_error') return sendJson(res, 500, internalBody());
    res.writeHead(200, { 'content-type': 'application/json' }).end(CUT_JSON);
    return;
  }
  if (fault.kind === 'stream_error') res.end(`data: ${JSON.stringify(internalBody())}\n\ndata: [DONE]\n\n`);
  else if (fault.kind === 'bad_json') res.end(`data: ${CUT_JSON}\n\ndata: [DONE]\n\n`);
  else if (fault.kind === 'bad_sse') res.end('\u0000\u0001<garbage>\n\nno field here\n:\n\n');
  else res.end();
}

function modelIn(text: string): string {
  return /"model"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? 'unknown';
}
