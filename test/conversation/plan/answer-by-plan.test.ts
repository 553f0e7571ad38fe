import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AnswerEvent } from '../../../src/conversation/types.ts';
import type { Router } from '../../../src/routing/types.ts';
import { startVllm } from '../../doubles/vllm/server.ts';
import { collect, conversationParts } from '../../support/experts.ts';
import { KEY, message } from '../../support/turns.ts';

const never = new AbortController().signal;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const PLAN = {
  steps: [
    { expert: 'math', task: 'Solve x + 40 = 52.', needs: [] },
    { expert: 'code', task: 'Write a program that prints the result.', needs: [1] },
  ],
};
const SOLVED = 'x = 52 - 40 = 12, so \\boxed{12}';
const PROGRAM = 'Here:\n\n```python\nprint(12)\n```';
const WHOLE = 'The result is 12. This prints it:\n\n[[BLOCK_1]]\n\nRun it with Python.';

interface Played {
  readonly plan?: string;
  readonly solve?: () => string;
  readonly write?: () => string;
  readonly whole?: (prompt: string) => string;
  readonly router?: Router;
}

/** One server that plays all; which part it is asked for the prompt tells. */
async function play(parts: Played = {}, several: readonly ['math', 'code'] | null = ['math', 'code']) {
  const prompts: string[] = [];
  const vllm = await startVllm({
    window: 8192,
    script: (body) => {
      const prompt = String((body as { messages: { content: string }[] }).messages.at(-1)?.content);
      prompts.push(prompt);
      if (prompt.includes('Divide a message')) return parts.plan ?? JSON.stringify(PLAN);
      if (prompt.includes('Experts have already done')) return parts.whole?.(prompt) ?? WHOLE;
      if (prompt.includes('What was found before')) return parts.write?.() ?? PROGRAM;
      if (prompt.includes('Solve x + 40 = 52.\n\nThe whole')) return parts.solve?.() ?? SOLVED;
      return 'One expert alone.';
    },
  });
  const conversation = await conversationParts({
    urls: { general: [vllm.url] },
    detectSeveral: () => several,
    ...(parts.router && { router: parts.router }),
  });
  ends.push(conversation.close, vllm.close);
  const ask = (text = 'Solve x + 40 = 52 and write a program that prints it', changes = {}, signal = never) =>
    collect(conversation.ask(message(text, changes), signal));
  const pin = (expert: 'code' | null) => conversation.changeSettings(KEY, { expert });
  return { ask, pin, prompts, turns: () => conversation.turns(KEY) };
}

const steps = (events: readonly AnswerEvent[]) =>
  events.flatMap(({ event, data }) =>
    event === 'step' ? [`${data.index} ${data.expert} ${data.state}`] : [],
  );

describe('a message for several experts', () => {
  test('is answered in one text, with the code of its step to the letter', async () => {
    const { ask } = await play();
    const { events, receipt, text } = await ask();
    const whole = 'The result is 12. This prints it:\n\n```python\nprint(12)\n```\n\nRun it with Python.';
    expect(text).toBe(whole);
    expect(receipt?.response).toBe(whole);
    expect(steps(events)).toEqual(['0 math running', '0 math done', '1 code running', '1 code done']);
    expect(receipt?.steps.map(({ expert }) => expert)).toEqual(['math', 'code', 'general']);
    expect(receipt?.steps.every(({ ms }) => ms >= 0)).toBe(true);
    expect(receipt).toMatchObject({ expert: 'general', finish: 'stop', degraded: null });
    expect(receipt?.checks.map(({ name, status }) => `${name} ${status}`)).toEqual(
      expect.arrayContaining(['arithmetic passed', 'syntax passed', 'plan passed']),
    );
  });

  test('counts the tokens of the planning, the steps and the whole', async () => {
    const { ask } = await play();
    const planned = await ask();
    const { ask: askAlone } = await play({}, null);
    const alone = await askAlone();
    expect(planned.receipt?.usage.prompt_tokens).toBeGreaterThan(
      3 * (alone.receipt?.usage.prompt_tokens ?? 0),
    );
  });

  test('stands in the conversation as one turn', async () => {
    const { ask, turns } = await play();
    await ask();
    expect(await turns()).toHaveLength(1);
  });

  test('whose text lost the result gets the results as they are in its place', async () => {
    const { ask } = await play({ whole: () => 'All done.\n\n[[BLOCK_1]]' });
    const { events, receipt } = await ask();
    expect(receipt?.response).toBe(`${SOLVED}\n\n${PROGRAM}`);
    expect(events).toContainEqual({ event: 'replace', data: { text: `${SOLVED}\n\n${PROGRAM}` } });
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'plan', status: 'repaired' }));
  });

  test('of which a part fails gets the others, and is told', async () => {
    // The double says aloud where a script of its threw.
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    ends.push(async () => said.mockRestore());
    const { ask } = await play({
      write: () => {
        throw new Error('this model fails');
      },
      whole: (prompt) =>
        prompt.includes('could not be done:') ? 'It is 12. The program is missing.' : 'wrong',
    });
    const { events, receipt } = await ask();
    expect(steps(events)).toEqual(['0 math running', '0 math done', '1 code running', '1 code failed']);
    expect(receipt?.response).toBe('It is 12. The program is missing.');
    expect(receipt?.steps[1]).toMatchObject({ expert: 'code', failed: expect.any(String) });
    expect(receipt?.checks).toContainEqual(expect.objectContaining({ name: 'plan', status: 'failed' }));
  });

  test('of which no part can be done is no answer, and fails as the last of them did', async () => {
    const { ask } = await play({ solve: () => '', write: () => '' });
    const { error, events } = await ask();
    expect(steps(events)).toEqual(['0 math running', '0 math failed', '1 code failed']);
    expect(error).toMatchObject({ type: expect.any(String), message: expect.stringMatching(/model failed/) });
  });

  test('is answered by one where the planner sees one task, or gives no plan', async () => {
    for (const plan of [JSON.stringify({ steps: PLAN.steps.slice(0, 1) }), 'no JSON', '{"steps":[]}']) {
      const { ask } = await play({ plan });
      const { events, receipt } = await ask();
      expect(steps(events)).toEqual([]);
      expect(receipt?.response).toBe('One expert alone.');
      expect(receipt?.steps).toHaveLength(1);
      // The planner's instructions were read for nothing, but read.
      expect(receipt?.usage.prompt_tokens).toBeGreaterThan(500);
    }
  });

  test('that somebody stops in mid-plan stops all of it', async () => {
    const stop = new AbortController();
    const { ask, prompts } = await play({
      solve: () => {
        stop.abort();
        return SOLVED;
      },
    });
    const { events, receipt } = await ask(undefined, {}, stop.signal);
    expect(receipt?.finish).toBe('stopped');
    expect(steps(events)).not.toContain('1 code running');
    expect(prompts.some((prompt) => prompt.includes('Experts have already done'))).toBe(false);
  });

  test('in a conversation that is pinned to an expert is answered by that one', async () => {
    const router: Router = async ({ state }) => ({
      expert: state.pinned ?? 'general',
      tier: 'rule',
      confidence: 1,
      scores: {},
      reason: 'as it is pinned',
    });
    const { ask, prompts, pin } = await play({ router });
    await pin('code');
    await ask();
    expect(prompts.some((prompt) => prompt.includes('Divide a message'))).toBe(false);
    await pin(null);
    await ask(undefined, { id: 'later' });
    expect(prompts.some((prompt) => prompt.includes('Divide a message'))).toBe(true);
  });

  test('for whom an expert is named is answered by that one', async () => {
    const named = { expert: 'math', tier: 'forced', confidence: 1, scores: {}, reason: 'by name' } as const;
    const { ask, prompts } = await play({ router: async () => named });
    const { receipt } = await ask();
    expect(receipt?.steps.map(({ expert }) => expert)).toEqual(['math']);
    expect(prompts.some((prompt) => prompt.includes('Divide a message'))).toBe(false);
  });
});

test('a message for one expert pays nothing: one call', async () => {
  const { ask, prompts } = await play({}, null);
  await ask();
  expect(prompts).toHaveLength(1);
});
