import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Proxies cut silent connections, often after 30 or 60 s. */
const KEEP_ALIVE_MS = 15_000;
/** A caller that takes nothing for so long is gone: it must not hold a conversation or a model. */
const STALLED_CALLER_MS = 60_000;

/** Sends one piece of a stream; waits while the caller cannot take more. Rejects when the caller is gone. */
export type Write = (chunk: string) => Promise<void>;

/** What is sent as one server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

/** One answer event as server-sent events write it: the data is JSON on one line. */
export function formatEvent({ event, data }: ServerEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Aborted when the caller closes the connection before it has the whole answer. */
export function callerSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const response = reply.raw;
  const onClose = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}

/**
 * Answers with a stream of server-sent events; `send` writes them one by one. The stream ends when `send` is
 * done, or has thrown because the caller left; other errors of `send` are thrown on after the end.
 */
export async function streamEvents(
  reply: FastifyReply,
  signal: AbortSignal,
  send: (write: Write) => Promise<void>,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const keepAlive = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': keep-alive\n\n');
  }, KEEP_ALIVE_MS).unref();
  const { write, flush } = writerTo(response, signal);
  try {
    await send(write);
  } catch (error) {
    if (!signal.aborted && !response.destroyed) throw error;
  } finally {
    clearInterval(keepAlive);
    flush();
    response.end();
  }
}

interface Writer {
  readonly write: Write;
  /** Sends what still waits. */
  flush(): void;
}

/** Sends what comes in one turn of the event loop, the head of the response with it, in one packet. */
function writerTo(response: ServerResponse, signal: AbortSignal): Writer {
  let waiting = '';
  const flush = () => {
    if (waiting === '' || response.destroyed) return;
    const chunk = waiting;
    waiting = '';
    response.write(chunk);
  };
  return {
    flush,
    async write(chunk) {
      signal.throwIfAborted();
      if (waiting === '') process.nextTick(flush);
      waiting += chunk;
      if (waiting.length >= response.writableHighWaterMark) flush();
      if (response.writableNeedDrain) await drained(response, signal);
    },
  };
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  const stalled = AbortSignal.timeout(STALLED_CALLER_MS);
  try {
    await once(response, 'drain', { signal: AbortSignal.any([signal, stalled]) });
  } catch (error) {
    response.destroy();
    throw error;
  }
}
