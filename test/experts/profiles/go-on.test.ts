import { describe, expect, test } from 'vitest';
import { lastCode } from '../../../src/experts/profiles/fence.ts';
import { isFollowUp } from '../../../src/experts/profiles/follow-up.ts';
import { asksToGoOn } from '../../../src/experts/profiles/go-on.ts';

describe('to go on is asked by', () => {
  test.each([
    ...[
      'go on',
      'Continue.',
      'continue please',
      'Please continue!',
      'keep going',
      'carry on',
      'more',
      'go on…',
    ],
    ...['ok, go on', 'can you continue?', 'continue the code', 'finish it', 'continue where you left off'],
    ...['继续', '请继续。', '继续写', '接着写', '续写', '往下写', '说下去', '繼續', '请继续写完'],
    ...[
      'weiter',
      'Continúa',
      'continuez',
      'continua',
      'продолжай',
      '続けて',
      '계속',
      'أكمل',
      'जारी रखें',
      'endelea',
    ],
  ])('%s', (text) => expect(asksToGoOn(text)).toBe(true));

  test.each([
    ...['', 'on', 'go', 'continue the loop when x is 3', 'what is more?', 'more tests for it', 'goon'],
    ...['继续教育是什么', '请写一个函数', 'explain continue in C', `go on ${'and on '.repeat(20)}`],
  ])('not by %j', (text) => expect(asksToGoOn(text)).toBe(false));

  test('is read in linear time', () => {
    expect(asksToGoOn('please '.repeat(100_000))).toBe(false);
    expect(asksToGoOn('go on please please please please please please please ab')).toBe(false);
  });
});

test.each([
  ['now with a docstring', true],
  ['make it handle None', true],
  ['write tests for it', true],
  ['写它的测试', true],
  ['write a debounce', false],
  ['写一个快速排序', false],
  [`and ${'then '.repeat(40)}`, false],
])('%j goes on with the code before it: %s', (text, expected) => expect(isFollowUp(text)).toBe(expected));

test.each([
  ['```python\na\nb\n```', { language: 'python', code: 'a\nb' }],
  ['Here:\n```go\nx\n```\nand\n```\ny\n\n```\nDone.', { language: '', code: 'y\n' }],
  ['```js\nlet a', { language: 'js', code: 'let a' }],
  ['````md\n```js\nx\n```\n````', { language: 'md', code: '```js\nx\n```' }],
  ['no code', null],
  ['inline ```x``` only', null],
])('of %j the last code is %j', (answer, code) => expect(lastCode(answer)).toEqual(code));
