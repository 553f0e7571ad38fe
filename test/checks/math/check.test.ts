import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMath } from '../../../src/checks/math/check.ts';
import { CORRECT } from './correct-answers.ts';

test('fewer than one in a hundred correct answers is said to be wrong, and most are read', () => {
  const verdicts = CORRECT.map(({ question, answer }) => ({ answer, ...checkMath(answer, question) }));
  const alarms = verdicts.filter(({ status }) => status === 'failed');
  expect(verdicts.length).toBeGreaterThanOrEqual(150);
  expect(alarms.map(({ detail, answer }) => `${detail} ← ${answer}`)).toEqual([]);
  expect(
    verdicts.filter(({ status }) => status === 'passed').length / verdicts.length,
  ).toBeGreaterThanOrEqual(0.9);
});

test('a computed result that is changed is noticed in most answers', () => {
  let changed = 0;
  let noticed = 0;
  for (const { question, answer } of CORRECT) {
    const result = /(=\s?\$?)(\d{2,})(?![\d.,]*\d|[a-z%]| ?[-+*/×÷^])/.exec(answer);
    if (result === null) continue;
    changed++;
    const at = result.index + (result[1] ?? '').length;
    const other = String(Number(result[2]) + 13);
    const wrong = answer.slice(0, at) + other + answer.slice(at + (result[2] ?? '').length);
    if (checkMath(wrong, question).status === 'failed') noticed++;
  }
  console.log(`arithmetic: ${noticed} of ${changed} answers with one changed result noticed`);
  expect(changed).toBeGreaterThan(100);
  expect(noticed / changed).toBeGreaterThan(0.7);
});

test.each([
  ['7 × 8 = 54', '56'],
  ['$7 \\times 8 = 54$', '56'],
  ['七乘八：7×8＝54', '56'],
  ['0.1 + 0.2 = 0.4', '0.3'],
  ['1,234 + 1 = 1,236', '1235'],
  ['\\boxed{5 + 3 = 9}', '8'],
  ['\\frac{1}{2} + \\frac{1}{3} = \\frac{2}{5}', '5/6 ≈ 0.833333'],
  ['20% of 50 = 12', '10'],
  ['2+3 = 5. The answer is: 7', '5'],
])('%s is wrong, and what it should be is told', (answer, expected) => {
  expect(checkMath(answer, '')).toMatchObject({ status: 'failed', wrong: [{ expected }] });
});

test.each([
  '3,5 + 1,5 = 5',
  '10/3 = 3.33',
  '5 + 3 = 8 * 2 = 16',
  '60 miles / 2 hours = 30 miles per hour',
  '0.2 × 100 = 20%',
  '$\\sqrt{2} \\approx 1.41$',
  '17 ÷ 5 = 3 remainder 2, 3 × 5 = 15',
  '6/2(1+2) = 9, and 1 + 1 = 2',
])('%s holds as people write it', (answer) => {
  expect(checkMath(answer, '').status).toBe('passed');
});

test.each([
  'The capital of France is Paris.',
  '2m + 3 = 7',
  '|−3| + 2 = 5',
  '9^9^9^9 = 3',
  '1000000! = 3',
  `${'('.repeat(3000)}1${')'.repeat(3000)} = 2`,
])('what cannot be recomputed is skipped: %.40s', (answer) => {
  expect(checkMath(answer, '').status).toBe('skipped');
});

test('a solution that does not fit the equation of the question is wrong', () => {
  expect(checkMath('Hence x = 6.', 'Solve 12x + 7 = 67').wrong).toMatchObject([{ kind: 'solution' }]);
  expect(checkMath('x = 5 or x = -4', 'Solve x^2 - 2x - 15 = 0').wrong).toHaveLength(1);
  expect(checkMath('x = 5 or x = -3', 'Solve x^2 - 2x - 15 = 0').status).toBe('passed');
});

test('programs in an answer are not arithmetic', () => {
  expect(checkMath('```js\nconst x = 1 + 1 = 3;\n```', '').status).toBe('skipped');
});

test('no text makes it throw', () => {
  const sign = fc.constantFrom(
    '1',
    '23',
    '+',
    '-',
    '*',
    '/',
    '^',
    '=',
    '≈',
    '(',
    ')',
    '\\frac',
    '{',
    '}',
    '\\sqrt',
    '%',
    '!',
    '$',
    ' ',
    '\n',
    'x',
    'and',
    '，',
    '\\text',
    '\\boxed',
    ',',
    '.',
    '元',
    '**',
    'π',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(sign, fc.string()), { maxLength: 120 }), (parts) => {
      expect(['passed', 'failed', 'skipped']).toContain(checkMath(parts.join(''), parts.join(' ')).status);
    }),
    { numRuns: 300 },
  );
});

test.each([
  '9^',
  '1+',
  '1 = ',
  '\\frac{1}',
  '{',
  '(',
  '1,',
  '\\text{',
  '**a',
  '9! = ',
  '1 2/3 ',
  '\\boxed{',
  '- ',
  '((1+',
  'x = ',
])('100 KB of %s are read to an end', (piece) => {
  const text = piece.repeat(Math.ceil(100_000 / piece.length));
  expect(checkMath(text, `solve ${text}`).status).not.toBe('failed');
});
