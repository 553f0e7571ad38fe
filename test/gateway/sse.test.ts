import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import type { FastifyReply } from 'fastify';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { callerSignal, formatEvent, streamEvents, type Write } from '../../src/gateway/sse.ts';

/** A reply whose response is a stream in memory that is full after a few bytes. */
function fakeReply() {
  const response = Object.assign(new PassThrough({ highWaterMark: 8 }), {
    headers: {} as Record<string, string>,
    writeHead: (_status: number, headers: Record<string, string>) => {
      response.headers = headers;
    },
    flushHeaders() {},
  });
  const reply = { raw: response, hijack() {}, getHeaders: () => ({ 'x-own': 'kept' }) };
  return { reply: reply as unknown as FastifyReply, response };
}

const never = new AbortController().signal;
const pending = Symbol('pending');
const stateOf = (promise: Promise<unknown>) => Promise.race([promise, Promise.resolve(pending)]);

afterEach(() => {
  vi.useRealTimers();
});

test('an event is two lines, whatever its text holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (delta) => {
      const [head, data, ...rest] = formatEvent({ event: 'text', data: { delta } }).split(/\r\n|\r|\n/);
      expect(head).toBe('event: text');
      expect(JSON.parse(data?.replace('data: ', '') ?? '').delta).toBe(delta.toWellFormed());
      expect(rest).toEqual(['', '']);
    }),
  );
});

describe('a stream', () => {
  test('carries the headers that were set before and must not be kept or held back by proxies', async () => {
    const { reply, response } = fakeReply();
    await streamEvents(reply, never, async () => {});
    expect(response.headers).toMatchObject({
      'x-own': 'kept',
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  });

  test('waits while the caller cannot take more, and loses nothing', async () => {
    const { reply, response } = fakeReply();
    const states: unknown[] = [];
    const full = Promise.withResolvers<void>();
    const streamed = streamEvents(reply, never, async (write) => {
      await write('small');
      const big = write('much more than fits');
      states.push(await stateOf(big));
      full.resolve();
      await big;
      await write('the rest');
    });
    await full.promise;
    expect(states).toEqual([pending]);
    expect(await text(response)).toBe('smallmuch more than fitsthe rest');
    await streamed;
  });

  test('ends quietly when the caller leaves while it waits', async () => {
    const { reply, response } = fakeReply();
    const caller = new AbortController();
    let left: unknown;
    await streamEvents(reply, caller.signal, async (write) => {
      const waiting = write('much more than fits');
      caller.abort();
      await waiting.catch((error: unknown) => {
        left = error;
        throw error;
      });
    });
    expect(left).toMatchObject({ name: 'AbortError' });
    expect(response.destroyed).toBe(true);
  });

  test('throws what went wrong on our side, after it has ended', async () => {
    const { reply, response } = fakeReply();
    const broken = streamEvents(reply, never, () => Promise.reject(new Error('ours')));
    await expect(broken).rejects.toThrow('ours');
    expect(response.writableEnded).toBe(true);
  });

  test('says every 15 s that it is alive, and stops saying so at its end', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { reply, response } = fakeReply();
    const go = Promise.withResolvers<void>();
    let write: Write | undefined;
    const streamed = streamEvents(reply, never, async (given) => {
      write = given;
      await go.promise;
    });
    vi.advanceTimersByTime(14_999);
    expect(response.read()).toBeNull();
    vi.advanceTimersByTime(1);
    expect(String(response.read())).toBe(': keep-alive\n\n');
    expect(write).toBeDefined();
    go.resolve();
    await streamed;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the caller’s signal', () => {
  const replyOf = (response: object) => ({ raw: response }) as unknown as FastifyReply;

  test('aborts when the connection closes before the answer is whole', () => {
    const response = new PassThrough();
    const signal = callerSignal(replyOf(response));
    expect(signal.aborted).toBe(false);
    response.emit('close');
    expect(signal.aborted).toBe(true);
  });

  test('does not abort when the connection closes after it', async () => {
    const response = new PassThrough();
    const signal = callerSignal(replyOf(response));
    response.resume().end('whole');
    await new Promise((resolve) => response.once('close', resolve));
    expect(signal.aborted).toBe(false);
  });

  test('is aborted from the start when the caller has already left', async () => {
    const response = new PassThrough();
    response.destroy();
    await new Promise((resolve) => response.once('close', resolve));
    expect(callerSignal(replyOf(response)).aborted).toBe(true);
  });
});
