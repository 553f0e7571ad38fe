import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerEvent } from '../../src/conversation/types.ts';
import { modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { KEY, message } from '../support/turns.ts';

const never = new AbortController().signal;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const SOLUTION = 'She buys 3 * 14 = 42 apples, which cost $x = 42$ dollars in all.\nThe answer is: 42';
const TRANSLATED = '她买了 3 * 14 = 42 个苹果，一共花了 $x = 42$ 美元。\n答案是：42';
const QUESTION = '/math 她每天买十四个苹果，一连买了三天，她一共买了多少个苹果，花了多少钱？';

/** MetaMath for math; a general model that translates. */
async function play(translate: string | (() => string) = TRANSLATED, solution = SOLUTION) {
  const math: VllmDouble = await startVllm({ models: [modelSpec('metamath')], script: () => solution });
  const general: VllmDouble = await startVllm({
    models: [modelSpec('qwen')],
    script: typeof translate === 'string' ? () => translate : translate,
  });
  const parts = await conversationParts({ urls: { general: [general.url], math: [math.url] } });
  ends.push(parts.close, math.close, general.close);
  const ask = (text = QUESTION, signal = never) => collect(parts.ask(message(text), signal));
  const asked = () => general.requests.filter(({ path }) => path === '/v1/chat/completions');
  return { ask, asked, general, parts };
}

const steps = (events: readonly AnswerEvent[]) =>
  events.flatMap(({ event, data }) =>
    event === 'step' ? [`${data.index} ${data.expert} ${data.state}`] : [],
  );

describe('an expert that writes English only', () => {
  test('is translated for who asks in Chinese, both as steps, and nothing English is shown', async () => {
    const { ask, asked } = await play();
    const { events, receipt, text } = await ask();
    expect(text).toBe(TRANSLATED);
    expect(steps(events)).toEqual([
      '0 math running',
      '0 math done',
      '1 translate running',
      '1 translate done',
    ]);
    expect(receipt).toMatchObject({ response: TRANSLATED, expert: 'math', finish: 'stop' });
    expect(receipt?.steps.map(({ expert }) => expert)).toEqual(['math', 'translate']);
    expect(receipt?.checks).toContainEqual(
      expect.objectContaining({
        name: 'language',
        status: 'passed',
        detail: expect.stringContaining('译自英文'),
      }),
    );
    // What was computed was checked before it was translated.
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'arithmetic', status: 'passed' }));
    expect(asked()).toHaveLength(1);
  });

  test('is shown as it writes to who asks in English, with no second call', async () => {
    const { ask, asked } = await play();
    const { events, text } = await ask(
      '/math She buys fourteen apples on each of three days. How many is that?',
    );
    expect(text).toBe(SOLUTION);
    expect(steps(events)).toEqual([]);
    expect(asked()).toHaveLength(0);
  });

  test('is translated into the language that is set for the conversation', async () => {
    const { ask, asked, parts } = await play(
      'Elle achète 3 * 14 = 42 pommes, ce qui coûte $x = 42$ dollars.',
    );
    await parts.changeSettings(KEY, { language: 'French' });
    const { receipt } = await ask('/math She buys fourteen apples on each of three days. How many is that?');
    expect(receipt?.response).toContain('pommes');
    expect(JSON.stringify(asked()[0]?.body)).toContain('Translate into French');
  });

  test('is shown in English where its translation lost a formula, and the reader is told', async () => {
    const { ask } = await play('她一共买了一些苹果。');
    const { events, receipt } = await ask();
    expect(receipt?.response).toBe(SOLUTION);
    expect(events).toContainEqual({ event: 'replace', data: { text: SOLUTION } });
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'language', status: 'failed' }));
  });

  test('is shown in English where nobody can translate', async () => {
    const { ask, general } = await play();
    await general.set({ fault: { kind: 'status', status: 500 } });
    const { receipt } = await ask();
    expect(receipt?.response).toBe(SOLUTION);
    expect(receipt?.finish).toBe('stop');
    expect(receipt?.checks).toContainEqual(
      expect.objectContaining({
        name: 'language',
        status: 'failed',
        detail: expect.stringContaining('只写英文'),
      }),
    );
  });

  test('that is stopped in mid-translation keeps what was read until then', async () => {
    const stop = new AbortController();
    const { ask } = await play(() => {
      stop.abort();
      return TRANSLATED;
    });
    const { receipt } = await ask(QUESTION, stop.signal);
    expect(receipt?.finish).toBe('stopped');
    expect(receipt?.response).not.toContain('apples');
  });
});
