import { expect, test } from 'vitest';
import type { AnswerEvent } from '../../src/conversation/types.ts';
import { advance, WAITING } from '../../src/delivery/answer-view.ts';
import { stepsLine } from '../../src/delivery/steps-line.ts';

type Step = Extract<AnswerEvent, { event: 'step' }>['data'];

const after = (...steps: Step[]) =>
  steps.reduce((view, data) => advance(view, { event: 'step', data }), WAITING);

test('says how many of all steps have ended, and how each stands that has begun', () => {
  const view = after(
    { index: 0, expert: 'translate', state: 'running', of: 3 },
    { index: 0, expert: 'translate', state: 'done', of: 3 },
    { index: 1, expert: 'code', state: 'running', of: 3 },
  );
  expect(stepsLine(view, 'en')).toBe('1/3 translate ✓ · code …');
  expect(stepsLine(view, 'zh')).toBe('1/3 翻译 ✓ · 代码 …');
});

test('keeps steps in their order when a later one begins first', () => {
  const view = after(
    { index: 2, expert: 'math', state: 'running', of: 3 },
    { index: 1, expert: 'code', state: 'failed', of: 3 },
  );
  expect(stepsLine(view, 'en')).toBe('1/3 code ✗ · math …');
});

test('is nothing where one expert answers', () => {
  expect(stepsLine(WAITING, 'en')).toBeNull();
  expect(stepsLine(after({ index: 0, expert: 'code', state: 'running' }), 'en')).toBeNull();
});
