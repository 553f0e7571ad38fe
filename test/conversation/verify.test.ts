import { afterEach, describe, expect, test } from 'vitest';
import { isBetter } from '../../src/conversation/verify-better.ts';
import { startNllb } from '../doubles/nllb/server.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { KEY, message } from '../support/turns.ts';
import { startWhole } from '../support/whole.ts';

const BROKEN = 'Here it is:\n\n```python\ndef f(x)\n    return x\n```';
const MENDED = 'Here it is:\n\n```python\ndef f(x):\n    return x\n```';
const never = new AbortController().signal;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function play(script: (round: number, prompt: string) => string) {
  let round = 0;
  const vllm: VllmDouble = await startVllm({
    window: 4096,
    script: (body) => script(++round, JSON.stringify(body)),
  });
  const parts = await conversationParts({ urls: { general: [vllm.url] } });
  ends.push(parts.close, vllm.close);
  const ask = (text: string, signal = never) => collect(parts.ask(message(text), signal));
  const asked = () => vllm.requests.filter(({ path }) => path === '/v1/chat/completions').length;
  return { ask, asked, parts };
}

describe('an answer with code', () => {
  test('that parses says so, and is written once', async () => {
    const { ask, asked } = await play(() => MENDED);
    const { events, receipt } = await ask('write f');
    const check = {
      name: 'syntax',
      status: 'passed',
      detail: 'the syntax of 1 code block is right; nothing was run',
    };
    expect(receipt?.checks).toEqual([check]);
    expect(events).toContainEqual({ event: 'check', data: check });
    expect(asked()).toBe(1);
  });

  test('that does not parse is written again by the same expert, who is told the error', async () => {
    const prompts: string[] = [];
    const { ask, parts } = await play((round, prompt) => {
      prompts.push(prompt);
      return round === 1 ? BROKEN : MENDED;
    });
    const { events, receipt } = await ask('write f');
    expect(prompts).toHaveLength(2);
    expect(prompts[1]).toContain('code block 1 (python), line 1');
    expect(receipt?.response).toBe(MENDED);
    expect(receipt?.checks).toMatchObject([{ name: 'syntax', status: 'repaired' }]);
    expect(receipt?.steps).toHaveLength(2);
    // The first answer was shown as it came; the second takes its place before the check is told.
    const names = events.map(({ event }) => event);
    expect(names.indexOf('replace')).toBeGreaterThan(names.lastIndexOf('text'));
    expect(names.indexOf('replace')).toBeLessThan(names.indexOf('check'));
    expect(events).toContainEqual({ event: 'replace', data: { text: MENDED } });
    const turns = await parts.turns(KEY);
    expect(turns).toHaveLength(1);
    expect(JSON.stringify(turns)).not.toContain('def f(x)\\\\n');
  });

  test('that is not mended by a second try stays, and is marked', async () => {
    const { ask, asked } = await play(() => BROKEN);
    const { events, receipt } = await ask('write f');
    expect(asked()).toBe(2);
    expect(receipt?.response).toBe(BROKEN);
    expect(receipt?.checks).toMatchObject([{ name: 'syntax', status: 'failed' }]);
    expect(receipt?.checks[0]?.detail).toContain('a second try did not mend it');
    expect(events.map(({ event }) => event)).not.toContain('replace');
  });

  test('is not taken for mended where the code was left out', async () => {
    const { ask } = await play((round) =>
      round === 1 ? BROKEN : 'I am sorry, here is no code at all any more, none.',
    );
    const { receipt } = await ask('write f');
    expect(receipt).toMatchObject({ response: BROKEN, checks: [{ status: 'failed' }] });
  });

  test('is told in Chinese to who asks in Chinese', async () => {
    const { ask } = await play(() => BROKEN);
    const { receipt } = await ask('写一个函数');
    expect(receipt?.checks[0]?.detail).toMatch(/^第 1 个代码块（python）第 1 行：.*重写一次后仍未改好/);
  });

  test('counts the tokens of both writings, and the conversation only those that stand', async () => {
    const { ask, asked } = await play((round) => (round === 2 ? MENDED : round === 1 ? BROKEN : 'Yes.'));
    const first = await ask('write f');
    const second = await ask('sure?');
    expect(asked()).toBe(3);
    expect(first.receipt?.usage.prompt_tokens).toBeGreaterThan(second.receipt?.usage.prompt_tokens ?? 0);
  });
});

test('a person who stops the second writing keeps the first, whole', async () => {
  const stop = new AbortController();
  const { ask } = await play((round) => {
    if (round === 2) stop.abort();
    return round === 1 ? BROKEN : MENDED;
  });
  const { receipt } = await ask('write f', stop.signal);
  expect(receipt).toMatchObject({
    response: BROKEN,
    finish: 'stop',
    checks: [{ name: 'syntax', status: 'failed' }],
  });
});

describe('an answer of the math expert', () => {
  test('with a wrong step is recomputed, and written again', async () => {
    const { ask } = await play((round) => (round === 1 ? 'So 17 * 23 = 381.' : 'So 17 * 23 = 391.'));
    const { receipt } = await ask('/math what is 17 * 23?');
    expect(receipt).toMatchObject({
      response: 'So 17 * 23 = 391.',
      checks: [{ name: 'arithmetic', status: 'repaired' }],
    });
  });

  test('by a general model, too, has its marked result put into the equation', async () => {
    const { ask } = await play(() => 'Subtract 3 and halve: \\boxed{2}');
    const { receipt } = await ask('/math Solve 2x + 3 = 7 for x.');
    expect(receipt?.checks).toMatchObject([
      { name: 'final_answer', status: 'passed', detail: expect.stringContaining('it holds') },
      { name: 'arithmetic', status: 'skipped' },
    ]);
  });

  test('without arithmetic says that nothing was verified', async () => {
    const { ask, asked } = await play(() => 'It depends on the axioms.');
    const { receipt } = await ask('/math is it true?');
    expect(receipt?.checks).toMatchObject([{ name: 'arithmetic', status: 'skipped' }]);
    expect(asked()).toBe(1);
  });
});

describe('a translation', () => {
  const SOURCE =
    'The next meeting of our whole team is on 12 May, as is written at https://example.org/a in detail.';
  const RIGHT =
    'La prochaine réunion de toute notre équipe a lieu le 12 mai, comme il est écrit plus en détail sur https://example.org/a.';
  const LOSSY =
    'La prochaine réunion de toute notre équipe a lieu au mois de mai, comme il est écrit plus en détail.';
  const LESS =
    'La prochaine réunion de toute notre équipe a lieu le 12 mai, comme il est écrit ailleurs plus en détail.';
  const request = () => message(`to French: ${SOURCE}`, { forced: 'translate' });

  test('is compared with what it translates', async () => {
    const { asked, parts } = await play(() => RIGHT);
    const { receipt } = await collect(parts.ask(request(), never));
    expect(receipt?.checks).toMatchObject([{ name: 'translation', status: 'passed' }]);
    expect(asked()).toBe(1);
  });

  test('says in Chinese, too, what could not be told', async () => {
    const { parts } = await play(() => 'Ja.');
    const { receipt } = await collect(
      parts.ask(message('翻译成德文：好的，就这样吧。', { forced: 'translate' }), never),
    );
    expect(receipt?.checks).toMatchObject([
      { status: 'skipped', detail: expect.stringMatching(/无法判断译文的语言/) },
    ]);
  });

  test('that lost something is made again by the chat model, which is told what, and warmer', async () => {
    const bodies: { temperature?: number }[] = [];
    const { parts } = await play((round, prompt) => {
      bodies.push(JSON.parse(prompt));
      return round === 1 ? LOSSY : RIGHT;
    });
    const { events, receipt } = await collect(parts.ask(request(), never));
    expect(receipt).toMatchObject({
      response: RIGHT,
      checks: [
        { name: 'translation', status: 'repaired', detail: expect.stringContaining('the same expert') },
      ],
    });
    expect(events).toContainEqual({ event: 'replace', data: { text: RIGHT } });
    const second = JSON.stringify(bodies[1]);
    expect(second).toContain('The address https://example.org/a is missing.');
    expect(second).toContain('A number with the digits 12 is missing.');
    expect(bodies[1]?.temperature).toBeGreaterThan(bodies[0]?.temperature ?? 9);
  });

  test('that is not mended is marked; the better one of the two stands', async () => {
    const stubborn = await play(() => LOSSY);
    const first = await collect(stubborn.parts.ask(request(), never));
    expect(first.receipt).toMatchObject({ response: LOSSY, checks: [{ status: 'failed' }] });
    expect(first.receipt?.checks[0]?.detail).toContain('a second try did not mend it');
    expect(stubborn.asked()).toBe(2);

    const better = await play((round) => (round === 1 ? LOSSY : LESS));
    const { receipt } = await collect(better.parts.ask(request(), never));
    expect(receipt).toMatchObject({ response: LESS, checks: [{ status: 'failed' }] });
    expect(receipt?.checks[0]?.detail).toContain('the better one of two tries');
  });

  /** A service translates around an address, and cannot lose it. */
  const PLAIN = 'The next meeting of our whole team begins on 12 May in the large room of the old house.';
  const PLAIN_RIGHT =
    'La prochaine réunion de toute notre équipe commence le 12 mai dans la grande salle de la vieille maison.';
  const PLAIN_LOSSY = PLAIN_RIGHT.replace('le 12 mai', 'en mai');

  test('by a service that cannot be told is made by the general expert, and the receipt says so', async () => {
    const general = await startVllm({ window: 4096, script: () => PLAIN_RIGHT });
    const service = await startNllb({ translate: () => PLAIN_LOSSY });
    const whole = await startWhole({ general: [general.url], translate: [service.url] }, {}, ['translate']);
    ends.push(whole.close, service.close, general.close);
    const receipt = await whole.ask({ text: `to French: ${PLAIN}`, expert: 'translate' });
    expect(receipt).toMatchObject({
      response: PLAIN_RIGHT,
      expert: 'general',
      degraded: null,
      checks: [{ name: 'translation', status: 'repaired' }],
      steps: [{ expert: 'translate' }, { expert: 'general' }],
    });
    expect(receipt.checks[0]?.detail).toContain('by the general expert');
  });

  test('by a service alone is marked, and asked for once', async () => {
    const service = await startNllb({ translate: () => PLAIN_LOSSY });
    const whole = await startWhole({ translate: [service.url] }, {}, ['translate']);
    ends.push(whole.close, service.close);
    const receipt = await whole.ask({ text: `to French: ${PLAIN}`, expert: 'translate' });
    expect(receipt).toMatchObject({
      response: PLAIN_LOSSY,
      checks: [{ name: 'translation', status: 'failed' }],
    });
    expect(service.translations).toHaveLength(1);
  });

  test('by a translation model without words for errors is sampled once more', async () => {
    let round = 0;
    const model = await startVllm({
      models: [{ id: 'mt', root: 'tencent/Hunyuan-MT-7B', window: 4096 }],
      script: () => (++round === 1 ? LOSSY : RIGHT),
    });
    const parts = await conversationParts({ urls: { translate: [model.url] } });
    ends.push(parts.close, model.close);
    const { receipt } = await collect(parts.ask(request(), never));
    expect(receipt).toMatchObject({ response: RIGHT, checks: [{ status: 'repaired' }] });
    const prompts = model.requests.flatMap(({ body, path }) =>
      path === '/v1/chat/completions' ? [JSON.stringify((body as { messages: unknown }).messages)] : [],
    );
    expect(prompts).toHaveLength(2);
    expect(prompts[1]).toBe(prompts[0]);
  });
});

test('words alone are not checked for anything', async () => {
  const { ask } = await play(() => 'Hello. 1 + 1 = 3, as they say.');
  expect((await ask('hi')).receipt?.checks).toEqual([]);
});

test('what mends one thing and breaks another is not better', () => {
  const finding = (name: string, status: 'passed' | 'failed', inOrder = 0) => ({
    check: { name, status },
    wrong: [],
    inOrder,
  });
  const first = [finding('syntax', 'failed', 1), finding('arithmetic', 'passed')];
  expect(isBetter(first, [finding('syntax', 'passed', 2), finding('arithmetic', 'passed')])).toBe(true);
  expect(isBetter(first, [finding('syntax', 'passed', 2), finding('arithmetic', 'failed')])).toBe(false);
  expect(isBetter(first, [finding('syntax', 'passed', 1), finding('arithmetic', 'passed')])).toBe(false);
});
