import { describe, expect, test } from 'vitest';
import type { Choose } from '../../../src/experts/choose.ts';
import { ExpertError } from '../../../src/experts/errors.ts';
import { UNFITTED } from '../../../src/routing/judge/calibration.ts';
import { FITTED } from '../../../src/routing/judge/fitted.ts';
import { createJudge, JUDGE_BUDGET_MS } from '../../../src/routing/judge/judge.ts';
import { PROMPT_VERSION } from '../../../src/routing/judge/prompt.ts';
import { topLabel } from '../../../src/routing/labels.ts';
import { chosen, hanging } from '../../support/judge.ts';

const never = new AbortController().signal;

/** A judge over a scripted model, with a clock of its own and what it noted. */
function judgeOver(choose: Choose, budgetMs = 10_000) {
  const noted: string[] = [];
  const asked: string[] = [];
  const clock = { ms: 0 };
  const judge = createJudge({
    choose: (request, signal) => {
      asked.push(String(request.messages.at(-1)?.content));
      return choose(request, signal);
    },
    calibrations: [FITTED],
    budgetMs,
    note: (outcome) => noted.push(outcome),
    now: () => clock.ms,
  });
  return { judge, noted, asked, clock };
}

const probabilities = (...list: number[]) => chosen({ kind: 'probabilities', probabilities: list });

test('the budget is that of the issue', () => {
  expect(JUDGE_BUDGET_MS).toBe(150);
});

test('probabilities become a verdict that claims less than the model does', async () => {
  const { judge } = judgeOver(async () => probabilities(0.02, 0.92, 0.02, 0.02, 0.02));
  const verdict = await judge('hm', never);
  expect(verdict?.model).toBe('m');
  expect(verdict?.scores.code).toBeGreaterThan(0.5);
  expect(verdict?.scores.code).toBeLessThan(0.92);
});

test('a calibration of the operator’s for that model is used', async () => {
  const models = { 'acme/m': { ...UNFITTED, temperature: 1, classifierWeight: 0.1, rows: 500 } };
  const judge = createJudge({
    choose: async () => probabilities(0.02, 0.92, 0.02, 0.02, 0.02),
    calibrations: [{ prompt: PROMPT_VERSION, models }, FITTED],
  });
  const verdict = await judge('hm', never);
  expect(verdict?.scores.code).toBeCloseTo(0.92, 9);
  expect(verdict?.classifierWeight).toBe(0.1);
});

test('a label alone is a verdict that decides nothing by itself', async () => {
  const { judge } = judgeOver(async () => chosen({ kind: 'label', index: 3 }));
  const verdict = await judge('hm', never);
  expect(verdict && topLabel(verdict.scores)).toBe('translate');
  expect(verdict?.scores.translate).toBeLessThan(0.7);
});

describe('there is no verdict', () => {
  test('after the budget, and the model is told to stop', async () => {
    let told = false;
    const { judge, noted } = judgeOver(async (request, signal) => {
      signal.addEventListener('abort', () => {
        told = true;
      });
      return hanging(request, signal);
    }, 1);
    expect(await judge('hm', never)).toBeNull();
    expect(told).toBe(true);
    expect(noted).toEqual(['timeout']);
  });

  test('when the model answers beside the labels or cannot be asked', async () => {
    const beside = judgeOver(async () => chosen({ kind: 'nothing' }));
    expect(await beside.judge('hm', never)).toBeNull();
    const broken = judgeOver(async () => {
      throw new ExpertError('unreachable', 'x', 'down');
    });
    expect(await broken.judge('hm', never)).toBeNull();
    expect([...beside.noted, ...broken.noted]).toEqual(['error', 'error']);
  });

  test('when nobody is there, which counts as no failure', async () => {
    const { asked, judge, noted } = judgeOver(async () => null);
    for (const text of ['a', 'b', 'c', 'd']) expect(await judge(text, never)).toBeNull();
    expect(noted).toEqual([]);
    expect(asked).toHaveLength(4);
  });

  test('on nothing but white space, and nobody is asked', async () => {
    const { asked, judge } = judgeOver(async () => probabilities(1, 0, 0, 0, 0));
    expect(await judge(' \n\t', never)).toBeNull();
    expect(asked).toEqual([]);
  });

  test('when the turn was given up, which counts as no failure', async () => {
    const { judge, noted } = judgeOver(hanging);
    const gone = new AbortController();
    const waiting = judge('hm', gone.signal);
    gone.abort();
    expect(await waiting).toBeNull();
    expect(await judge('hm', gone.signal)).toBeNull();
    expect(noted).toEqual([]);
  });
});

test('three failures in a row spare the next turns the wait; a success later opens it again', async () => {
  let answers: Choose = hanging;
  const { asked, clock, judge } = judgeOver((request, signal) => answers(request, signal), 1);
  for (const text of ['1', '2', '3', '4', '5']) await judge(text, never);
  expect(asked).toHaveLength(3);
  answers = async () => probabilities(1, 0, 0, 0, 0);
  clock.ms = 30_000;
  expect(await judge('6', never)).not.toBeNull();
  expect(await judge('7', never)).not.toBeNull();
});
