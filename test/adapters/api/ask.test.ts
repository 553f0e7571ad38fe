import { afterEach, describe, expect, test } from 'vitest';
import type { ErrorBody, Receipt } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { loadContractSchema } from '../../support/contract-schema.ts';
import { createFakeSwitchboard, type FakeOptions } from '../../support/fake-switchboard.ts';
import { type HttpHost, startHttpHost } from '../../support/http-host.ts';
import { readEvents } from '../../support/read-events.ts';

const problems = loadContractSchema();
let host: HttpHost | undefined;

async function start(options?: FakeOptions) {
  const switchboard = createFakeSwitchboard(options);
  host = await startHttpHost(switchboard);
  const { url } = host;
  const call = (method: string, path: string, body?: unknown, key?: string) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const ask = async (body: object, key?: string) => {
    const response = await call('POST', '/v1/ask', body, key);
    return { status: response.status, body: (await response.json()) as Receipt & ErrorBody };
  };
  return { switchboard, call, ask };
}

afterEach(async () => {
  await host?.close();
  host = undefined;
});

describe('/v1/ask', () => {
  test('gives the receipt in the shape of the contract', async () => {
    const { ask } = await start();
    const { status, body } = await ask({ text: 'good morning' });
    expect(status).toBe(200);
    expect(body.response).toBe('You said: good morning');
    if (problems) expect(problems('receipt', body)).toEqual([]);
  });

  test('begins a new conversation when none is named, under an id that goes on with it', async () => {
    const { ask, switchboard } = await start();
    const first = (await ask({ text: 'one' })).body.conversation;
    const second = (await ask({ text: 'two' })).body.conversation;
    expect(second).not.toBe(first);
    expect((await ask({ text: 'three', conversation: first })).body.conversation).toBe(first);
    const [one, two, three] = switchboard.messages.map(({ conversation }) => conversation);
    expect(three).toBe(one);
    expect(two).not.toBe(one);
  });

  test('hands on the message with the key `api:KEYHASH:ID`, however the id is written', async () => {
    const { ask, switchboard } = await start({ config: { http: { apiKeys: ['secret'] } } });
    const conversation = 'a:b/ü %';
    expect((await ask({ text: 'hi', conversation }, 'secret')).body.conversation).toBe(conversation);
    const [message] = switchboard.messages;
    expect(message?.conversation).toMatch(/^api:[0-9a-f]{16}:a%3Ab\/ü%20%25$/);
    expect(message).toMatchObject({
      platform: 'api',
      text: 'hi',
      forced: null,
      shared: false,
      attachments: [],
    });
    expect(message?.id).toMatch(/^api:/);
  });

  test('hands on the expert and the attachments', async () => {
    const { ask, switchboard } = await start();
    const file = { mime: 'image/png', name: 'a.png', data: 'aGk=' };
    await ask({ text: 'look', expert: 'vision', attachments: [file] });
    expect(switchboard.messages[0]).toMatchObject({ forced: 'vision', attachments: [file] });
  });

  test('an expert that does not exist is a mistake in the body', async () => {
    const { ask, switchboard } = await start();
    const { status, body } = await ask({ text: 'hi', expert: 'poetry' });
    expect({ status, param: body.error.param }).toEqual({ status: 400, param: 'expert' });
    if (problems) expect(problems('error', body)).toEqual([]);
    expect(switchboard.messages).toEqual([]);
  });

  test.each([
    ['expert_unavailable', 503],
    ['context_length_exceeded', 400],
    ['internal', 500],
  ] as const)('a turn that ends with %s has status %i', async (code, status) => {
    const { ask } = await start({
      answer: async function* () {
        yield* [];
        throw new SwitchboardError(code, 'said in words');
      },
    });
    const answer = await ask({ text: 'hi' });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ code, message: 'said in words' });
  });

  test.each([
    ['expert_unavailable', '10'],
    ['expert_overloaded', '5'],
    ['answer_broke_off', null],
  ] as const)('%s says in Retry-After when to ask again, streamed or not: %s', async (code, seconds) => {
    const { call } = await start({
      answer: async function* () {
        yield* [];
        throw new SwitchboardError(code, 'said in words');
      },
    });
    for (const stream of [false, true]) {
      const response = await call('POST', '/v1/ask', { text: 'hi', stream });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe(seconds);
    }
  });

  test('a caller that leaves without waiting for its receipt ends the turn', async () => {
    const { switchboard, call } = await start({
      answer: async function* (_text, signal) {
        yield 'one';
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const leave = new AbortController();
    const asked = fetch(`${host?.url}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"hi"}',
      signal: leave.signal,
    });
    await expect.poll(() => switchboard.running()).toBe(1);
    leave.abort();
    await expect(asked).rejects.toThrow();
    await switchboard.whenStopped();
    expect((await call('GET', '/healthz')).status).toBe(200);
  });
});

describe('/v1/ask as a stream', () => {
  test('sends events of the contract and ends after `done`', async () => {
    const { call } = await start();
    const body = { text: 'a b c', conversation: 'mine', stream: true };
    const response = await call('POST', '/v1/ask', body);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const events = await readEvents(response);
    expect(events.map(({ event }) => event)).toEqual(['route', ...new Array(5).fill('text'), 'done']);
    expect(events.at(-1)?.data).toMatchObject({ conversation: 'mine', response: 'You said: a b c' });
    if (problems) expect(events.flatMap((event) => problems('event', event))).toEqual([]);
  });

  test('every kind of event is passed on as it is', async () => {
    const { call } = await start({
      events: async function* () {
        yield { event: 'queue', data: { position: 2 } };
        yield { event: 'step', data: { index: 0, expert: 'code', state: 'running' } };
        yield { event: 'text', data: { delta: 'wrong' } };
        yield { event: 'replace', data: { text: 'right' } };
        yield { event: 'check', data: { name: 'syntax', status: 'repaired', detail: 'a bracket' } };
      },
    });
    const events = await readEvents(await call('POST', '/v1/ask', { text: 'hi', stream: true }));
    expect(events.map(({ event }) => event)).toEqual(['queue', 'step', 'text', 'replace', 'check']);
    if (problems) expect(events.flatMap((event) => problems('event', event))).toEqual([]);
  });

  test('a failure before the first text has its HTTP status', async () => {
    const { call } = await start({
      answer: async function* () {
        yield* [];
        throw new SwitchboardError('expert_unavailable', 'No model answers.');
      },
    });
    const response = await call('POST', '/v1/ask', { text: 'hi', stream: true });
    expect(response.status).toBe(503);
    const body = await response.json();
    if (problems) expect(problems('error', body)).toEqual([]);
  });

  test('a failure after it is the last event', async () => {
    const { call } = await start({
      answer: async function* () {
        yield 'half';
        throw new SwitchboardError('answer_broke_off', 'The answer broke off.');
      },
    });
    const response = await call('POST', '/v1/ask', { text: 'hi', stream: true });
    expect(response.status).toBe(200);
    const events = await readEvents(response);
    expect(events.map(({ event }) => event)).toEqual(['route', 'text', 'error']);
    if (problems) expect(problems('error', events.at(-1)?.data)).toEqual([]);
  });
});

describe('/v1/route', () => {
  test('gives the decision and generates nothing', async () => {
    const { call, switchboard } = await start();
    const attachments = [{ url: 'https://files.example/a.png', mime: 'image/png', name: 'a.png' }];
    const response = await call('POST', '/v1/route', {
      text: 'what is this?',
      conversation: 'mine',
      attachments,
    });
    const route = await response.json();
    expect(response.status).toBe(200);
    if (problems) expect(problems('route', route)).toEqual([]);
    // Nothing is fetched for a decision, so no host needs to be allowed.
    expect(switchboard.messages[0]?.attachments).toEqual([{ mime: 'image/png', name: 'a.png', data: '' }]);
    expect((await call('GET', '/v1/conversations/mine')).status).toBe(404);
  });

  test('without a text it is a mistake', async () => {
    const { call } = await start();
    expect((await call('POST', '/v1/route', {})).status).toBe(400);
  });
});

describe('/v1/conversations/:id', () => {
  test('shows the turns, oldest first, and forgets them', async () => {
    const { ask, call } = await start();
    await ask({ text: 'one', conversation: 'a:b ü' });
    await ask({ text: 'two', conversation: 'a:b ü' });
    const path = `/v1/conversations/${encodeURIComponent('a:b ü')}`;
    const shown = (await (await call('GET', path)).json()) as { id: string; turns: { text: string }[] };
    expect(shown.id).toBe('a:b ü');
    expect(shown.turns.map(({ text }) => text)).toEqual(['one', 'two']);

    const forgotten = await call('DELETE', path);
    expect(await forgotten.json()).toEqual({ id: 'a:b ü', deleted: true });
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  test('shows nothing of another key’s conversation with the same id', async () => {
    const { ask, call } = await start({ config: { http: { apiKeys: ['ann', 'ben'] } } });
    await ask({ text: 'private', conversation: 'diary' }, 'ann');
    expect((await call('GET', '/v1/conversations/diary', undefined, 'ann')).status).toBe(200);
    expect((await call('GET', '/v1/conversations/diary', undefined, 'ben')).status).toBe(404);
    expect((await call('DELETE', '/v1/conversations/diary', undefined, 'ben')).status).toBe(404);
    expect((await call('GET', '/v1/conversations/diary', undefined, 'ann')).status).toBe(200);
  });

  test('an id of 200 characters of any kind is found, a longer one is a mistake', async () => {
    const { ask, call } = await start();
    const id = '語'.repeat(200);
    await ask({ text: 'hi', conversation: id });
    expect((await call('GET', `/v1/conversations/${encodeURIComponent(id)}`)).status).toBe(200);
    expect((await call('GET', `/v1/conversations/${encodeURIComponent(`${id}x`)}`)).status).toBe(400);
  });
});
