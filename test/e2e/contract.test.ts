import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Receipt } from '../../src/conversation/types.ts';
import type { RequestBody, ScriptedAnswer } from '../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { type ContractProblems, type ContractShape, loadContractSchema } from '../support/contract-schema.ts';
import { readEvents } from '../support/read-events.ts';
import { startWhole, type Whole } from '../support/whole.ts';

const loaded = loadContractSchema();

/** Real responses of the whole, from HTTP to a model's server and back, against the contract's schemas. */
describe.skipIf(loaded === null)('responses keep to the contract', () => {
  const problems: ContractProblems = (shape, value) => loaded?.(shape, value) ?? [];
  const expectShape = (shape: ContractShape, value: unknown) => expect(problems(shape, value)).toEqual([]);
  let vllm: VllmDouble;
  let whole: Whole;
  let answer: string | ScriptedAnswer = 'The answer.';

  beforeEach(async () => {
    answer = 'The answer.';
    vllm = await startVllm({ script: (_body: RequestBody) => answer, tokensPerChunk: 2 });
    whole = await startWhole({ general: [vllm.url] });
  });
  afterEach(async () => {
    await whole.close();
    await vllm.close();
  });

  const post = (path: string, body: object) =>
    fetch(whole.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const get = async (path: string) => (await fetch(whole.url + path)).json();

  test('a receipt, and the conversation that it leaves', async () => {
    const receipt = (await (await post('/v1/ask', { text: 'Who are you?' })).json()) as Receipt;
    expectShape('receipt', receipt);
    expect(receipt).toMatchObject({ response: 'The answer.', model_used: 'double/chat-7b' });
    expect(await get(`/v1/conversations/${receipt.conversation}`)).toMatchObject({
      id: receipt.conversation,
      turns: [{ id: receipt.id, text: 'Who are you?', response: 'The answer.', stopped: false }],
    });
  });

  test.each(['general', 'code', 'math', 'translate', 'structured'])('a receipt of %s', async (expert) => {
    const receipt = await (await post('/v1/ask', { text: 'Hello there', expert })).json();
    expectShape('receipt', receipt);
    expect(receipt).toMatchObject({ route: { expert, tier: 'forced' } });
  });

  test('a stream, event by event', async () => {
    const events = await readEvents(await post('/v1/ask', { text: 'Who are you?', stream: true }));
    for (const event of events) expectShape('event', event);
    expect([events[0]?.event, events.at(-1)?.event]).toEqual(['route', 'done']);
    expect(events.filter(({ event }) => event === 'text').length).toBeGreaterThan(1);
  });

  test('a decision', async () => {
    expectShape('route', await (await post('/v1/route', { text: 'What is 17 * 23?' })).json());
  });

  test('the list of models', async () => {
    const { data } = (await get('/v1/models')) as { data: { id: string; switchboard: { state: string } }[] };
    const names = ['auto', 'general', 'code', 'math', 'translate', 'structured', 'vision'];
    expect(data.map(({ id }) => id)).toEqual(names);
    for (const { switchboard } of data) {
      expect(['up', 'down', 'embedded', 'played_by_general']).toContain(switchboard.state);
    }
  });

  test('the receipt of a completion', async () => {
    const messages = [{ role: 'user', content: 'Who are you?' }];
    const response = await post('/v1/chat/completions', { model: 'auto', messages });
    const { switchboard } = (await response.json()) as { switchboard: Receipt };
    expectShape('receipt', switchboard);
    expect(response.headers.get('x-switchboard-expert')).toBe(switchboard.expert);
  });

  test('an answer that has to fit a schema, and one that does not', async () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    const response_format = { type: 'json_schema', json_schema: { name: 'person', schema } };
    const body = { model: 'structured', prompt: 'Ann is 31.', response_format };
    answer = '{"age":31}';
    const fits = (await (await post('/v1/chat/completions', body)).json()) as { switchboard: Receipt };
    expectShape('receipt', fits.switchboard);
    answer = '{"age":"old"}';
    const refused = await post('/v1/chat/completions', body);
    expect(refused.status).toBe(422);
    expectShape('error', await refused.json());
  });

  test('errors, of bad input and of a server that is gone', async () => {
    for (const body of [{}, { text: 'hi', expert: 'poetry' }]) {
      const response = await post('/v1/ask', body);
      expect(response.status).toBe(400);
      expectShape('error', await response.json());
    }
    await vllm.set({ down: true });
    for (const body of [{ text: 'hi' }, { text: 'hi', stream: true }]) {
      const response = await post('/v1/ask', body);
      expect(response.status).toBe(503);
      expectShape('error', await response.json());
    }
  });

  test('a stream that breaks off ends with an error event', async () => {
    answer = 'A somewhat longer answer that will not come to its end.';
    await vllm.set({ fault: { kind: 'break', afterTokens: 4 } });
    const events = await readEvents(await post('/v1/ask', { text: 'Who are you?', stream: true }));
    for (const event of events) expectShape('event', event);
    expect(events.at(-1)?.event).toBe('error');
  });

  test('a caller that leaves ends the generation at the server, and what was written is kept', async () => {
    await vllm.set({ tokenMs: 20 });
    answer = 'word '.repeat(2_000);
    const caller = new AbortController();
    const response = await fetch(`${whole.url}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Go on and on', conversation: 'mine', stream: true }),
      signal: caller.signal,
    });
    for await (const chunk of response.body ?? [])
      if (String(new TextDecoder().decode(chunk)).includes('word')) break;
    caller.abort();
    await vllm.nextAbort();
    await expect
      .poll(() => get('/v1/conversations/mine'))
      .toMatchObject({ turns: [{ stopped: true, response: expect.stringContaining('word') }] });
  });
});
