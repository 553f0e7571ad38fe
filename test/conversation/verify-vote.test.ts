import { afterEach, describe, expect, test } from 'vitest';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { message } from '../support/turns.ts';

const never = new AbortController().signal;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const WRONG = 'So 17 * 23 = 381. The result is $\\boxed{381}$.';
const OTHER = 'So 17 * 23 = 371. The result is $\\boxed{371}$.';
const WORDS = 'Seventeen times twenty-three is $\\boxed{391}$.';
const RIGHT = 'So 17 * 23 = 391. The result is $\\boxed{391}$.';

interface Body {
  readonly temperature?: number;
  readonly messages?: readonly { readonly content: string }[];
}

/** A math expert that gives these answers in turn, the last one for ever. */
async function play(answers: readonly string[], root = 'Qwen/Qwen2.5-Math-7B-Instruct') {
  let round = 0;
  const vllm = await startVllm({
    models: [{ id: 'math', root, window: 4096, chatTemplate: !/metamath/i.test(root) }],
    script: () => answers[Math.min(round++, answers.length - 1)],
  });
  const parts = await conversationParts({ urls: { math: [vllm.url], general: [vllm.url] } });
  ends.push(parts.close, vllm.close);
  const asked = () =>
    vllm.requests
      .filter(({ path }) => /\/v1\/(chat\/)?completions$/.test(path))
      .map(({ body }) => body as Body);
  return { asked, ask: (text: string) => collect(parts.ask(message(text, { forced: 'math' }), never)) };
}

describe('a calculation that a second try does not mend', () => {
  test('is asked three times more, warm, and the result of most answers stands', async () => {
    const { ask, asked } = await play([WRONG, OTHER, WORDS, RIGHT, RIGHT]);
    const { events, receipt } = await ask('what is 17 * 23?');
    expect(asked()).toHaveLength(5);
    for (const { messages, temperature } of asked().slice(2)) {
      expect(temperature).toBeGreaterThan(0);
      // The question itself, and not the complaint.
      expect(messages?.at(-1)?.content).not.toContain('381');
    }
    // Of those that agree, the one whose calculation was recomputed or has none that is wrong.
    expect(receipt?.response).toMatch(/391/);
    expect(events.filter(({ event }) => event === 'replace')).toHaveLength(1);
    expect(receipt?.checks).toContainEqual({
      name: 'vote',
      status: 'passed',
      detail: '3 of 5 samples agree: 391',
    });
    expect(receipt?.steps).toHaveLength(5);
    expect(receipt?.steps.every(({ ms }) => ms >= 0)).toBe(true);
  });

  test('keeps the first answer, marked, where no result is that common', async () => {
    const { ask } = await play([
      WRONG,
      OTHER,
      RIGHT,
      'By my reckoning it is $\\boxed{4}$.',
      'By my reckoning it is $\\boxed{5}$.',
    ]);
    const { events, receipt } = await ask('what is 17 * 23?');
    expect(receipt).toMatchObject({ response: WRONG });
    expect(events.some(({ event }) => event === 'replace')).toBe(false);
    expect(receipt?.checks).toMatchObject([
      { name: 'final_answer', status: 'skipped' },
      { name: 'arithmetic', status: 'failed' },
      { name: 'vote', status: 'failed', detail: expect.stringContaining('5 samples') },
    ]);
  });

  test('keeps the first answer, still marked, where most agree with it', async () => {
    const { ask } = await play([WRONG]);
    const { receipt } = await ask('what is 17 * 23?');
    expect(receipt).toMatchObject({ response: WRONG });
    expect(receipt?.checks).toMatchObject([
      { name: 'final_answer', status: 'skipped' },
      { name: 'arithmetic', status: 'failed' },
      { name: 'vote', status: 'passed', detail: '5 of 5 samples agree: 381' },
    ]);
  });

  test('is put to the vote at once where the model takes single questions', async () => {
    const mark = (n: number) => ` 17 * 23 = ${n}.\nThe answer is: ${n}`;
    const { ask, asked } = await play([mark(381), mark(391)], 'meta-math/MetaMath-7B-V1.0');
    const { receipt } = await ask('What is 17 * 23?');
    expect(asked()).toHaveLength(5);
    expect(receipt?.checks).toMatchObject([
      { name: 'final_answer', status: 'skipped' },
      { name: 'arithmetic', status: 'repaired' },
      { name: 'vote', status: 'passed', detail: '4 of 5 samples agree: 391' },
    ]);
  });
});

test('a right answer pays for no vote, and one that is mended for none either', async () => {
  const right = await play([RIGHT]);
  expect((await right.ask('what is 17 * 23?')).receipt?.checks.map(({ name }) => name)).not.toContain('vote');
  expect(right.asked()).toHaveLength(1);
  const mended = await play([WRONG, RIGHT]);
  expect((await mended.ask('what is 17 * 23?')).receipt).toMatchObject({ response: RIGHT });
  expect(mended.asked()).toHaveLength(2);
});

describe('the result that a model marks', () => {
  test.each([
    ['Solve 2x + 3 = 13.', 'Then 2x = 10, so $x = 5$. The answer is $\\boxed{5}$.', 'passed', 'it holds'],
    ['解方程 2x + 3 = 13', '所以 x = 5，即 $\\boxed{x=5}$。', 'passed', '代入'],
    ['How many eggs are 3 dozen?', '3 * 12 = 36, so $\\boxed{36}$.', 'skipped', 'no single equation'],
    [
      'If 2x + 3 = 13, what is the value of x squared?',
      'x = 5, so $\\boxed{25}$.',
      'skipped',
      'no solution of',
    ],
  ])('is said to hold only where it solves the equation: %s', async (question, answer, status, words) => {
    const { ask } = await play([answer]);
    const check = (await ask(question)).receipt?.checks.find(({ name }) => name === 'final_answer');
    expect(check).toMatchObject({ status, detail: expect.stringContaining(words) });
  });
});
