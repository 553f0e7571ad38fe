import { expect, test } from 'vitest';
import { createKeywordRouter } from '../../bench/baselines/keyword-router.ts';
import { createNearestUtterance } from '../../bench/baselines/nearest-utterance.ts';

test.each([
  ['translate', 'Translate this JSON file into French'],
  ['translate', '请把这段代码翻译成英文'],
  ['structured', 'extract the names as JSON with Python'],
  ['code', 'Why does C++ do this? A Function is not called'],
  ['math', 'what is 15% of 84'],
  ['general', 'my tablecloth is dirty'],
  ['general', ''],
])('the keyword router says %s, as its first rule with a keyword does: %s', (label, text) => {
  expect(createKeywordRouter()(text)).toBe(label);
});

const nearest = createNearestUtterance([
  { text: 'solve this equation for x', label: 'math' },
  { text: 'translate this letter into Polish', label: 'translate' },
  { text: '把这封信翻译成英文', label: 'translate' },
  { text: 'solve this bug in my program', label: 'code' },
]);

test.each([
  ['math', 'solve this equation for x'],
  ['math', 'Solve that equation, please'],
  ['code', 'a bug in the program'],
  ['translate', '这封信能翻译吗'],
  ['general', '🙂🙃'],
  ['general', ''],
])('the nearest utterance is one of %s: %s', (label, text) => {
  expect(nearest(text)).toBe(label);
});
