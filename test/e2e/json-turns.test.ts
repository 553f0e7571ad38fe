import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readJson } from '../../commands/json.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import type { AnswerEvent, Message, Receipt } from '../../src/conversation/types.ts';
import type { TurnRecord } from '../../src/switchboard.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { loadContractSchema } from '../support/contract-schema.ts';
import { collect } from '../support/experts.ts';
import { startWhole, type Whole } from '../support/whole.ts';

const RIGHT = '```json\n{\n  "name": "Ann",\n  "age": 31\n}\n```';
const TINY = 'TinyLlama/TinyLlama-1.1B-Chat-v1.0';
const problems = loadContractSchema();
const never = new AbortController().signal;

let general: VllmDouble;
let repair: VllmDouble;
let whole: Whole;
let answer: string;
let mended: string;

beforeEach(async () => {
  answer = '{"name":"Ann","age":31}';
  mended = 'nothing of use';
  general = await startVllm({ script: () => answer, promptTokensDetails: true });
  repair = await startVllm({ models: [{ id: 'tiny', root: TINY, window: 2048 }], script: () => mended });
  whole = await startWhole({ general: [general.url], repair: [repair.url] });
});

afterEach(async () => {
  await whole.close();
  await general.close();
  await repair.close();
});

let asked = 0;

/** `/json name, age:int | …` as a platform's adapter hands it on, in a conversation of the API's local caller. */
async function askJson(conversation: string) {
  const { schema, text } = readJson({ text: 'name, age:int | Ann is 31', options: {} });
  const message: Message = {
    id: `api:json-${++asked}`,
    platform: 'api',
    conversation: conversationKey('api', 'local', conversation),
    author: { id: 'u', name: null },
    shared: false,
    text,
    attachments: [],
    forced: 'structured',
    json: schema ?? true,
  };
  const { events, receipt } = await collect(whole.switchboard.ask(message, never));
  if (receipt === null) throw new Error('the turn has no receipt');
  if (problems) {
    expect(problems('receipt', receipt)).toEqual([]);
    expect(events.flatMap((event) => problems('event', event))).toEqual([]);
  }
  return { events, receipt, kept: await keptTurn(message, receipt) };
}

/** The turn as the store has it, and as the API shows it. */
async function keptTurn({ conversation }: Message, { id }: Receipt) {
  const kept = await whole.switchboard.findTurn(conversation, { id });
  const [, , name] = conversation.split(':');
  const response = await fetch(`${whole.url}/v1/conversations/${name}`);
  const { turns } = (await response.json()) as { turns: TurnRecord[] };
  return { receipt: kept?.receipt, shown: turns.at(-1) };
}

const dataOf = <Name extends AnswerEvent['event']>(events: readonly AnswerEvent[], name: Name) =>
  events.filter(({ event }) => event === name).map(({ data }) => data);

const kinds = (events: readonly AnswerEvent[]) =>
  events.map(({ event }) => event).filter((event, index, all) => event !== all[index - 1]);

describe('an answer to /json', () => {
  test('that is right is laid out over lines in its place', async () => {
    const { events, kept, receipt } = await askJson('right');
    expect(kinds(events)).toEqual(['route', 'text', 'replace', 'check', 'done']);
    expect(dataOf(events, 'replace')).toEqual([{ text: RIGHT }]);
    expect(receipt).toMatchObject({ response: RIGHT, checks: [{ name: 'json', status: 'passed' }] });
    expect(kept.receipt).toEqual(receipt);
  });

  test('that is broken is replaced by what a rule made of it, on all surfaces', async () => {
    answer = "Sure! {'name': 'Ann', 'age': '31',}";
    const { events, kept, receipt } = await askJson('broken');
    expect(dataOf(events, 'text').length).toBeGreaterThan(0);
    expect(dataOf(events, 'replace')).toEqual([{ text: RIGHT }]);
    const check = { name: 'json', status: 'repaired', detail: expect.stringMatching(/syntax.*type/) };
    expect(dataOf(events, 'check')).toMatchObject([check]);
    expect(receipt).toMatchObject({ response: RIGHT, checks: [check], steps: [{ expert: 'structured' }] });
    expect(kept.receipt).toEqual(receipt);
    expect(kept.shown).toMatchObject({ id: receipt.id, response: RIGHT, text: 'Ann is 31' });
  });

  test('that only a model can mend shows that model, and what it cost, in the receipt', async () => {
    answer = '{"name":"Ann","age":"thirty-one"}';
    mended = '{"name":"Ann","age":31}';
    const { events, kept, receipt } = await askJson('model');
    expect(dataOf(events, 'replace')).toEqual([{ text: RIGHT }]);
    expect(receipt.checks).toMatchObject([{ status: 'repaired', detail: expect.stringContaining('model') }]);
    expect(receipt).toMatchObject({
      model_used: 'double/chat-7b',
      steps: [{ model_used: 'double/chat-7b' }, { expert: 'structured', model_used: 'tiny' }],
    });
    const [first = 0, second = 0] = receipt.steps.map(({ ms }) => ms);
    // Each is rounded to a tenth.
    expect(first + second).toBeLessThanOrEqual(receipt.latency_ms.total + 0.2);
    expect(Math.min(first, second)).toBeGreaterThan(0);
    expect(kept.receipt).toEqual(receipt);
  });

  test('that nothing mends stays, with a check that failed and the attempt in the receipt', async () => {
    answer = '{"name":"Ann"}';
    const { events, kept, receipt } = await askJson('failed');
    expect(dataOf(events, 'replace')).toEqual([]);
    expect(receipt.response).toContain('{"name":"Ann"}');
    expect(receipt.checks).toMatchObject([{ status: 'failed', detail: expect.stringContaining("'age'") }]);
    expect(receipt.steps.map(({ model_used }) => model_used)).toEqual(['double/chat-7b', 'tiny']);
    expect([kept.receipt, kept.shown?.response]).toEqual([receipt, receipt.response]);
  });

  test('costs what both models took', async () => {
    answer = '{"name":"Ann"}';
    const alone = (await askJson('usage-1')).receipt;
    answer = '{"name":"Ann","age":31}';
    const { usage } = (await askJson('usage-2')).receipt;
    expect(alone.usage.prompt_tokens).toBeGreaterThan(usage.prompt_tokens);
    expect(alone.usage.completion_tokens).toBeGreaterThan(0);
  });
});

describe('the repair model’s call stands in the receipt', () => {
  const SCHEMA = {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'integer' } },
    required: ['name', 'age'],
  };
  const steps = [{ model_used: 'double/chat-7b' }, { expert: 'structured', model_used: 'tiny' }];
  const format = { type: 'json_schema', json_schema: { name: 'a', schema: SCHEMA } };

  beforeEach(() => {
    answer = '{"name":"Ann","age":"thirty-one"}';
    mended = '{"name":"Ann","age":31}';
  });

  test.each([null, 'c1'])('of /v1/completions/json with the conversation %s', async (conversation) => {
    const ask = { prompt: 'x', schema: SCHEMA, ...(conversation !== null && { conversation }) };
    const response = await whole.post('/v1/completions/json', ask);
    const header = response.headers.get('x-switchboard-receipt') ?? '';
    const receipt = JSON.parse(Buffer.from(header, 'base64').toString()) as Receipt;
    expect(await response.json()).toEqual({ name: 'Ann', age: 31 });
    expect(receipt).toMatchObject({ steps, checks: [{ name: 'json', status: 'repaired' }] });
  });

  test('of response_format, in one piece and streamed, and counts in its usage', async () => {
    const body = { model: 'structured', prompt: 'x', response_format: format };
    const whole1 = await (await whole.post('/v1/chat/completions', body)).json();
    const { choices, switchboard, usage } = whole1 as {
      choices: { message: { content: string } }[];
      switchboard: Receipt;
      usage: { completion_tokens: number };
    };
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ name: 'Ann', age: 31 });
    expect(switchboard).toMatchObject({ steps, checks: [{ name: 'json', status: 'repaired' }] });
    expect(switchboard.response).toBe(choices[0]?.message.content);
    expect(usage.completion_tokens).toBe(switchboard.usage.completion_tokens);

    const streaming = { ...body, stream: true, stream_options: { include_usage: true } };
    const text = await (await whole.post('/v1/chat/completions', streaming)).text();
    const chunks = text
      .split('\n\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice(6)));
    const last = chunks.find(({ choices }) => choices[0]?.finish_reason === 'stop');
    expect(last.switchboard).toMatchObject({ steps, checks: [{ name: 'json', status: 'repaired' }] });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(switchboard.response);
    expect(chunks.at(-1).usage.completion_tokens).toBe(last.switchboard.usage.completion_tokens);
  });
});
