import { afterEach, describe, expect, test } from 'vitest';
import { startVllm } from '../doubles/vllm/server.ts';
import { startWhole } from '../support/whole.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const fenced = (code: string) => `Here it is:\n\n\`\`\`python\n${code}\n\`\`\``;
const BROKEN = fenced('def f(x)\n    return x');
const MENDED = fenced('def f(x):\n    return x');

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly switchboard: { readonly checks: readonly { readonly name: string; readonly status: string }[] };
}

/** One general model behind the HTTP API, that gives these answers in turn. */
async function play(...answers: readonly string[]) {
  let round = 0;
  const vllm = await startVllm({
    window: 4096,
    script: () => answers[Math.min(round++, answers.length - 1)],
  });
  const whole = await startWhole({ general: [vllm.url] });
  ends.push(whole.close, vllm.close);
  const post = (model: string, text: string, more: object = {}) =>
    whole.post('/v1/chat/completions', { model, messages: [{ role: 'user', content: text }], ...more });
  return {
    asked: () => round,
    async complete(model: string, text: string, more: object = {}) {
      const { choices, switchboard } = (await (await post(model, text, more)).json()) as Completion;
      return { text: choices[0]?.message.content, checks: switchboard.checks };
    },
    stream: async (model: string, text: string) => (await post(model, text, { stream: true })).text(),
  };
}

describe('a stateless answer', () => {
  test('that is sent whole is mended once before it is sent', async () => {
    const { asked, complete } = await play(BROKEN, MENDED);
    const { checks, text } = await complete('code', 'write f');
    expect(text).toBe(MENDED);
    expect(checks).toMatchObject([{ name: 'syntax', status: 'repaired' }]);
    expect(asked()).toBe(2);
  });

  test('that was streamed is marked, and nothing of it is taken back', async () => {
    const { asked, stream } = await play(BROKEN, MENDED);
    const sent = await stream('code', 'write f');
    const chunks = [...sent.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json));
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(BROKEN);
    const last = chunks.find(({ switchboard }) => switchboard !== undefined);
    expect(last.switchboard.checks).toMatchObject([{ name: 'syntax', status: 'failed' }]);
    expect(asked()).toBe(1);
  });

  test('is recomputed where it is the math expert’s, once more and no vote', async () => {
    const { asked, complete } = await play('So 17 * 23 = 381.', 'So 17 * 23 = 371.');
    expect((await complete('math', '17 * 23?')).checks).toMatchObject([
      { name: 'arithmetic', status: 'failed' },
    ]);
    expect(asked()).toBe(2);
  });

  test('is compared with its source where it is a translation', async () => {
    const source = 'to French: The next meeting of our team begins on 12 May in the large room.';
    const right = 'La prochaine réunion de notre équipe commence le 12 mai dans la grande salle.';
    const { complete } = await play(right.replace('le 12 mai', 'en mai'), right);
    const { checks, text } = await complete('translate', source);
    expect(text).toBe(right);
    expect(checks).toMatchObject([{ name: 'translation', status: 'repaired' }]);
  });

  test('is not blamed for where a stop of the caller’s cut it', async () => {
    const { complete } = await play('```python\nprint(1)\nprint(STOP 2)\n```');
    expect((await complete('code', 'go', { stop: ['STOP'] })).checks).toEqual([]);
  });

  test('without anything to check has no check', async () => {
    const { complete } = await play('Hello.');
    expect((await complete('general', 'hi')).checks).toEqual([]);
  });
});
