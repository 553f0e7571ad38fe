import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerEvent, Receipt } from '../../../src/conversation/types.ts';
import { decideByRules } from '../../../src/routing/rules.ts';
import type { Router } from '../../../src/routing/types.ts';
import type { RequestBody } from '../../doubles/vllm/behaviour.ts';
import { startVllm } from '../../doubles/vllm/server.ts';
import { collect, conversationParts, plainRouter } from '../../support/experts.ts';
import { KEY, message } from '../../support/turns.ts';

const never = new AbortController().signal;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const HISTORY = '请扮演一位历史老师，解释秦始皇统一六国的原因，并以 JSON 格式列出三个关键事件及其影响。';
const REPORT =
  '你是一个金融分析师，请根据以下表格生成一份简要报告，并以 JSON 格式输出关键指标。\n\n| 季度 | 收入（万元） | 净利润（万元） |\n| --- | --- | --- |\n| Q1 | 1200 | 180 |\n| Q2 | 1350 | 210 |\n| Q3 | 1280 | 195 |\n| Q4 | 1500 | 260 |';
const ENGLISH = 'Explain why Rome fell, and list three key events in JSON format.';

const DATA = { events: [{ year: -230, name: '灭韩', effect: '打开东进之路' }] };
const JSON_TEXT = JSON.stringify(DATA, null, 2);
const FENCE = (json: string) => `\`\`\`json\n${json}\n\`\`\``;
const PROSE = '秦国经过商鞅变法，国力日强。';

const byRules: Router = async (question, signal) => decideByRules(question) ?? plainRouter(question, signal);

interface Played {
  /** What the general model writes. */
  readonly answer: string;
  /** What it writes when it is asked for the JSON alone. */
  readonly part?: () => string;
  readonly several?: boolean;
  /** How the first text ends. */
  readonly finish?: 'stop' | 'length';
}

async function play({ answer, finish = 'stop', part = () => JSON.stringify(DATA), several = false }: Played) {
  const bodies: RequestBody[] = [];
  const vllm = await startVllm({
    window: 8192,
    script: (body) => {
      bodies.push(body);
      return 'response_format' in body ? part() : { text: answer, finish };
    },
  });
  const conversation = await conversationParts({
    urls: { general: [vllm.url] },
    router: byRules,
    detectSeveral: () => (several ? ['general', 'structured'] : null),
  });
  ends.push(conversation.close, vllm.close);
  const ask = (text = HISTORY, changes = {}, signal = never) =>
    collect(conversation.ask(message(text, changes), signal));
  const begin = (text: string, signal: AbortSignal) => conversation.ask(message(text), signal);
  return { ask, begin, bodies, turns: () => conversation.turns(KEY) };
}

const promptOf = (body: RequestBody | undefined) =>
  String((body as { messages: { content: string }[] } | undefined)?.messages.at(-1)?.content);

/** What a reader of the events has before him at the end. */
function shown(events: readonly AnswerEvent[]): string {
  let text = '';
  for (const { event, data } of events) {
    if (event === 'text') text += data.delta;
    if (event === 'replace') text = data.text;
  }
  return text;
}

/** The value of the one JSON block. */
function dataIn(text = ''): unknown {
  const blocks = [...text.matchAll(/^```json\n([\s\S]*?)\n```$/gm)];
  expect(blocks).toHaveLength(1);
  return JSON.parse(blocks[0]?.[1] ?? '');
}

describe('an answer of prose with JSON in it', () => {
  test.each([
    ['the history teacher', HISTORY],
    ['the financial analyst', REPORT],
    ['English', ENGLISH],
  ])('that is right at once stays to the letter, with one call: %s', async (_, text) => {
    const answer = `${PROSE}\n\n${FENCE(JSON_TEXT)}\n\n以上。`;
    const { ask, bodies, turns } = await play({ answer });
    const { events, receipt } = await ask(text);
    expect(receipt).toMatchObject({ response: answer, expert: 'general', route: { tier: 'rule' } });
    expect(shown(events)).toBe(answer);
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'json', status: 'passed' }));
    expect(bodies).toHaveLength(1);
    expect(await turns()).toMatchObject([{ text }]);
  });

  test('is asked for in the language of the message, without a constraint', async () => {
    const { ask, bodies } = await play({ answer: `${PROSE}\n\n${FENCE(JSON_TEXT)}` });
    await ask(HISTORY);
    await ask(ENGLISH);
    expect(promptOf(bodies[0])).toContain('代码块');
    expect(promptOf(bodies[1])).toContain('exactly one fenced block');
    expect(bodies.some((body) => 'response_format' in body)).toBe(false);
  });

  test('is asked for in the same bytes as long as it stands in the history', async () => {
    const { ask, bodies } = await play({ answer: `${PROSE}\n\n${FENCE(JSON_TEXT)}` });
    await ask(HISTORY);
    await ask('谢谢');
    const [first, second] = bodies.map(({ messages }) => messages as { content: string }[]);
    expect(second?.slice(0, first?.length)).toEqual(first);
  });

  test('whose block a rule can mend is mended in its place, the prose as it was', async () => {
    const broken = '{events: [{\'year\': -230, "name": "灭韩", "effect": "打开东进之路",},]}';
    const { ask, bodies } = await play({ answer: `${PROSE}\n\n${FENCE(broken)}\n\n以上。` });
    const { events, receipt } = await ask();
    expect(receipt?.response).toBe(`${PROSE}\n\n${FENCE(JSON_TEXT)}\n\n以上。`);
    expect(shown(events)).toBe(receipt?.response);
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'json', status: 'repaired' }));
    expect(bodies).toHaveLength(1);
  });

  test('whose block nothing can mend gets it anew in its place', async () => {
    const answer = `${PROSE}\n\n${FENCE('三个事件见上文')}\n\n以上。`;
    const { ask, bodies } = await play({ answer });
    const { events, receipt } = await ask();
    expect(receipt?.response).toBe(`${PROSE}\n\n${FENCE(JSON_TEXT)}\n\n以上。`);
    expect(shown(events)).toBe(receipt?.response);
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'json', status: 'repaired' }));
    expect(bodies).toHaveLength(2);
  });

  test('without a block gets one below, streamed, by a second call that is held to JSON and told the prose', async () => {
    const { ask, bodies } = await play({ answer: PROSE });
    const { events, receipt, text } = await ask();
    expect(receipt?.response.startsWith(`${PROSE}\n\n\`\`\`json\n`)).toBe(true);
    expect(dataIn(receipt?.response)).toEqual(DATA);
    expect(text).toBe(receipt?.response);
    expect(events.some(({ event }) => event === 'replace')).toBe(false);
    expect(bodies[1]).toMatchObject({ response_format: { type: 'json_object' } });
    expect(promptOf(bodies[1])).toContain(PROSE);
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'json', status: 'repaired' }));
    expect(receipt?.steps.map(({ expert }) => expert)).toEqual(['general', 'general']);
    expect(receipt?.finish).toBe('stop');
  });

  test('with JSON that lacks its fence gets the fence, without a second call', async () => {
    const { ask, bodies } = await play({ answer: `${PROSE}\n\n${JSON_TEXT}\n\n以上。` });
    const { receipt } = await ask();
    expect(dataIn(receipt?.response)).toEqual(DATA);
    expect(receipt?.response.replace(/```(?:json)?/g, '').replace(/\s+/g, '')).toBe(
      `${PROSE}${JSON_TEXT}以上。`.replace(/\s+/g, ''),
    );
    expect(bodies).toHaveLength(1);
  });

  test('with two blocks keeps both, and is said to have two', async () => {
    const answer = `${PROSE}\n\n${FENCE(JSON_TEXT)}\n\n${FENCE('{"a": 1}')}`;
    const { ask, bodies } = await play({ answer });
    const { receipt } = await ask(ENGLISH);
    expect(receipt?.response).toBe(answer);
    const check = receipt?.checks.find(({ name }) => name === 'json');
    expect(check).toMatchObject({ status: 'failed', detail: expect.stringContaining('2 JSON blocks') });
    expect(bodies).toHaveLength(1);
  });

  test.each([
    [
      'fails',
      () => {
        throw new Error('this model fails');
      },
    ],
    ['writes no JSON', () => 'no'],
  ])('whose second call %s stays as it was, and is said to lack it', async (_, part) => {
    const { ask } = await play({ answer: PROSE, part });
    const { events, receipt } = await ask(ENGLISH);
    expect(receipt?.response).toBe(PROSE);
    expect(shown(events)).toBe(PROSE);
    const check = receipt?.checks.find(({ name }) => name === 'json');
    expect(check).toMatchObject({ status: 'failed', detail: expect.stringContaining('no JSON part') });
    expect(receipt?.steps[1]).toMatchObject({ expert: 'general', failed: expect.any(String) });
    expect(receipt?.finish).toBe('stop');
  });

  test('that came to its length limit in its prose gets its JSON part all the same, unless it ends in code', async () => {
    const long = 'Rome fell slowly. '.repeat(40);
    const cut = await play({ answer: long, finish: 'length' });
    const { receipt } = await cut.ask(ENGLISH);
    expect(receipt?.finish).toBe('length');
    expect(dataIn(receipt?.response)).toEqual(DATA);
    const code = await play({ answer: `\`\`\`text\n${long}`, finish: 'length' });
    const inCode = await code.ask(ENGLISH);
    const check = inCode.receipt?.checks.find(({ name }) => name === 'json');
    expect(check).toMatchObject({ status: 'failed', detail: expect.stringContaining('length limit') });
    expect(code.bodies).toHaveLength(1);
  });

  test('that somebody stops in its JSON part stays as far as it was written, its fence closed', async () => {
    const long = JSON.stringify({ long: 'x '.repeat(2_000) });
    const { begin } = await play({ answer: PROSE, part: () => long });
    const stop = new AbortController();
    const events: AnswerEvent[] = [];
    for await (const event of begin(HISTORY, stop.signal)) {
      events.push(event);
      if (event.event === 'text' && event.data.delta.includes('```json')) stop.abort();
    }
    const receipt = events.at(-1)?.data as Receipt;
    expect(receipt.finish).toBe('stopped');
    expect(receipt.response).toMatch(/^秦国经过商鞅变法，国力日强。\n\n```json\n\{[^}]*\n```$/);
  });

  test('is no matter for a plan', async () => {
    const { ask, bodies } = await play({ answer: `${PROSE}\n\n${FENCE(JSON_TEXT)}`, several: true });
    await ask();
    expect(bodies).toHaveLength(1);
  });

  test('is not asked of an expert that was named', async () => {
    const { ask, bodies } = await play({ answer: PROSE });
    const { receipt } = await ask(HISTORY, { forced: 'structured' });
    expect(receipt?.response).toBe(PROSE);
    expect(promptOf(bodies[0])).not.toContain('唯一一个');
    expect(bodies).toHaveLength(1);
  });
});
