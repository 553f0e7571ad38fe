import { describe, expect, test } from 'vitest';
import { assembled, integrationFault, integrationOf } from '../../../src/conversation/plan/integrate.ts';
import type { StepResult } from '../../../src/conversation/plan/step-text.ts';
import type { ExpertName } from '../../../src/conversation/types.ts';
import { FAITHFUL, FAULTY, type IntegratedAnswer } from './integrated-answers.ts';

const result = (expert: ExpertName, text: string, failed: string | null = null): StepResult => ({
  step: { expert, task: `the task of ${expert}`, needs: [] },
  text,
  failed,
});
const solved = result('math', 'First $x^2 = 144$, so\n\\boxed{12}');

describe('what the integrating model is asked', () => {
  test('holds marks in place of code and data, also where data came without a fence', () => {
    const { blocks, request } = integrationOf('do it', [
      result('code', 'Here:\n```js\nlet x;\n```'),
      result('structured', '{"x": 12}'),
    ]);
    expect(blocks).toEqual(['```js\nlet x;\n```', '```json\n{"x": 12}\n```']);
    expect(request).toContain('[[BLOCK_1]]');
    expect(request).toContain('[[BLOCK_2]]');
    expect(request).not.toContain('let x');
  });

  test('says what could not be done, and why', () => {
    const { request } = integrationOf('do it', [solved, result('code', '', 'the model is away')]);
    expect(request).toContain('could not be done: the model is away');
  });
});

describe('an integrated answer', () => {
  test('that keeps the result is right, however it is set', () => {
    expect(integrationFault('The result is $ 12 $.', 'solve', [solved], 'en')).toBeNull();
  });

  test('without the final result of a calculation has lost it', () => {
    expect(integrationFault('It is solved.', 'solve', [solved], 'en')).toBe('the result 12 was left out');
  });

  test('with a number that nobody found has made it up', () => {
    expect(integrationFault('It is 12, or 4711.', 'solve', [solved], 'en')).toBe(
      'the number 4711 is in no result',
    );
  });

  test('may count its own points and repeat the message’s numbers', () => {
    expect(integrationFault('1. Of 250 it is 12.\n2. Done.', 'solve for 250', [solved], 'en')).toBeNull();
  });
});

const faultOf = ({ answer, message, results }: IntegratedAnswer) =>
  integrationFault(
    answer,
    message,
    results.map(([expert, text]) => result(expert, text)),
    'en',
  );

test.each(FAITHFUL)('an answer as models write it is taken as it is: $about', (one) => {
  expect(faultOf(one)).toBeNull();
});

test.each(FAULTY)('an answer that lost or made up something is found out: $about', (one) => {
  expect(faultOf(one)).not.toBeNull();
});

test('results that could not be put together stand one after the other, failures in words', () => {
  const text = assembled([solved, result('code', '', '模型不可用')], 'zh');
  expect(text).toContain('\\boxed{12}');
  expect(text).toContain('*未完成：the task of code（模型不可用）*');
});
