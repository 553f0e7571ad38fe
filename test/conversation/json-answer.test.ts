import { expect, onTestFinished, test } from 'vitest';
import { askForJson, type JsonForm } from '../../src/conversation/json-answer.ts';
import type { AnswerEvent, Check } from '../../src/conversation/types.ts';
import type { Script } from '../doubles/vllm/behaviour.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { KEY, message } from '../support/turns.ts';

const never = new AbortController().signal;
const SCHEMA = {
  type: 'object',
  properties: { age: { type: 'integer' } },
  required: ['age'],
  additionalProperties: false,
};

async function ask(json: JsonForm, script: ReturnType<Script>, text = 'Ann is 31') {
  const vllm = await startVllm({ script: () => script });
  onTestFinished(() => vllm.close());
  const parts = await conversationParts({ urls: { general: [vllm.url] } });
  onTestFinished(() => parts.close());
  const { events } = await collect(parts.ask(message(text, { forced: 'structured', json }), never));
  const bodies = vllm.requests.filter(({ path }) => path === '/v1/chat/completions').map(({ body }) => body);
  return { events, body: bodies.at(-1) as Record<string, unknown>, parts };
}

function shown(events: readonly AnswerEvent[]): string {
  let text = '';
  for (const { event, data } of events) {
    if (event === 'text') text += data.delta;
    if (event === 'replace') text = data.text;
  }
  return text;
}

test('the model is told the schema and held to it, and the answer stands checked in a fence, over lines', async () => {
  const { body, events, parts } = await ask(SCHEMA, '{"age":31}');
  expect(JSON.stringify(body.messages)).toContain(JSON.stringify(JSON.stringify(SCHEMA)).slice(1, -1));
  expect(JSON.stringify(body)).toContain('"json_schema"');
  expect(body.repetition_penalty).toBe(1);
  expect(shown(events)).toBe('```json\n{\n  "age": 31\n}\n```');
  const done = events.find(({ event }) => event === 'done')?.data;
  expect(done).toMatchObject({ response: shown(events), checks: [{ name: 'json', status: 'passed' }] });
  // What the person wrote, without our words about the schema.
  expect(await parts.turns(KEY)).toMatchObject([{ text: 'Ann is 31' }]);
});

test('without a schema any object will do', async () => {
  const { body, events } = await ask(true, '{"a": [1]}');
  expect(JSON.stringify(body)).toContain('json_object');
  expect(shown(events)).toContain('"a": [');
});

test('an answer that does not fit is shown as it is, and said to have failed', async () => {
  const { events } = await ask(SCHEMA, '{"age":"thirty"}');
  expect(shown(events)).toContain('{"age":"thirty"}');
  const check = events.find(({ event }) => event === 'check')?.data;
  expect(check).toMatchObject({ name: 'json', status: 'failed', detail: expect.stringContaining('age') });
});

test.each<[string, ReturnType<Script>, JsonForm, Partial<Check>]>([
  [
    'what a rule did',
    '好的：{"age":"31"}',
    SCHEMA,
    { status: 'repaired', detail: '去掉了前后的其他文字；按 schema 转换了值的类型' },
  ],
  [
    'what does not fit',
    '{"age":"thirty"}',
    SCHEMA,
    { status: 'failed', detail: '不符合 schema：/age must be integer' },
  ],
  [
    'that it was cut',
    { text: '[', finish: 'length' },
    SCHEMA,
    { status: 'failed', detail: expect.stringMatching(/长度上限/) },
  ],
  ['that nothing is there', '好的。', SCHEMA, { status: 'failed', detail: '其中没有可用的 JSON' }],
  [
    'that there is no check',
    '{}',
    { type: 'nothing' },
    { status: 'skipped', detail: expect.stringMatching(/无法使用/) },
  ],
])('who asks in Chinese is told so in Chinese: %s', async (_, script, json, check) => {
  const { events } = await ask(json, script, '安三十一岁');
  expect(events.find(({ event }) => event === 'check')?.data).toMatchObject({ name: 'json', ...check });
});

test('a turn that is asked again asks for the same JSON', async () => {
  const { parts } = await ask(SCHEMA, '{"age":31}');
  const again = await parts.again(KEY, { by: 'u' }, { id: 'api:again' });
  expect(again).toMatchObject({ json: SCHEMA, forced: 'structured' });
});

test('an answer that the length limit cut is said to be cut', async () => {
  const { events } = await ask(SCHEMA, { text: '{"age":', finish: 'length' });
  expect(shown(events)).toContain('{"age":');
  const check = events.find(({ event }) => event === 'check')?.data;
  expect(check).toMatchObject({ status: 'failed', detail: expect.stringContaining('length limit') });
});

test('a schema that cannot be used leaves the answer as it is, unchecked, and says so', async () => {
  const { events } = await ask({ type: 'nothing' }, '{"age":31}');
  expect(shown(events)).toContain('{"age":31}');
  const check = events.find(({ event }) => event === 'check')?.data;
  expect(check).toMatchObject({ status: 'skipped', detail: expect.stringContaining('schema') });
});

test('a schema is told on one line, and any object without one', () => {
  expect(askForJson('x', SCHEMA).split('\n').at(-1)).toBe(JSON.stringify(SCHEMA));
  expect(askForJson('x', true)).toBe('x\n\nReply with one JSON object only.');
});

test('a schema that would fill the window is told without its descriptions, or not at all', () => {
  const field = { type: 'string', description: 'x'.repeat(1_000), title: 'A field' };
  const fields = (count: number, schema: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, schema]));
  const wordy = { type: 'object', properties: { ...fields(50, field), title: { type: 'integer' } } };
  const told = askForJson('x', wordy);
  expect(told).toContain('"field49":{"type":"string"},"title":{"type":"integer"}');
  expect(told).not.toContain('description');
  expect(askForJson('x', { properties: fields(5_000, { type: 'string' }) })).toBe(
    'x\n\nReply with JSON only.',
  );
});
