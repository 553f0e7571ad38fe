import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMath } from '../../../src/checks/math/check.ts';
import { CORRECT as FIRST } from './correct-answers.ts';
import { MORE } from './more-answers.ts';

const CORRECT = [...FIRST, ...MORE];

test('no correct answer of the table is said to be wrong, and most are read', () => {
  const verdicts = CORRECT.map(({ question, answer }) => ({ answer, ...checkMath(answer, question) }));
  const alarms = verdicts.filter(({ status }) => status === 'failed');
  expect(verdicts.length).toBeGreaterThanOrEqual(300);
  expect(alarms.map(({ detail, answer }) => `${detail} ← ${answer}`)).toEqual([]);
  const read = verdicts.map(({ status }) => status === 'passed');
  const share = (part: readonly boolean[]) => part.filter(Boolean).length / part.length;
  expect(share(read.slice(0, FIRST.length))).toBeGreaterThanOrEqual(0.9);
  // A third of these are not meant to be read: intervals, vectors, versions.
  expect(share(read.slice(FIRST.length))).toBeGreaterThanOrEqual(0.6);
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
  // In the forms of GSM8K's annotated solutions, aligned LaTeX, Chinese lines, printed doubles.
  ['She sold 48/2 = <<48/2=26>>26 clips.', '24'],
  ['\\begin{aligned} S &= 36 + 15 \\\\ &= 41 \\end{aligned}', '51'],
  ['原式=12+7×2\n=12+14\n=28', '26'],
  ['所以 3×4=13 元', '12'],
  ['$\\dfrac{3}{4} \\cdot 8 = 5$', '6'],
  ['$3\\frac{1}{2} + \\frac12 = 5$', '4'],
  ['$6 \\times 10^{3} \\times 2 = 1.3 \\times 10^{4}$', '12000'],
  ['$\\sqrt{180} = 5 \\sqrt{5}$', '13.416407865'],
  ['$1,200 - $350 = $950', '850'],
  ['10/4 = 2.400000000000001', '2.5'],
  ['2 / 1/3 = 5', '2/3 ≈ 0.666667'],
  ['The distance is 350 000 + 50 000 = 410 000.', '400000'],
])('%s is wrong, and what it should be is told', (answer, expected) => {
  expect(checkMath(answer, '')).toMatchObject({ status: 'failed', wrong: [{ expected }] });
});

test('a wrong step is told without the brackets that a fraction needs in between', () => {
  expect(checkMath('\\frac{3}{4} + \\frac{1}{4} = \\frac{5}{4}', '').detail).toBe(
    '( 3 / 4 ) + ( 1 / 4 ) = ( 5 / 4 ) (should be 1).',
  );
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
