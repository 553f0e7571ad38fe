import type { ExpertName } from '../../../src/conversation/types.ts';

/** Answers as a model puts them together, right and wrong. */
export interface IntegratedAnswer {
  readonly about: string;
  readonly message: string;
  readonly results: readonly (readonly [ExpertName, string])[];
  readonly answer: string;
}

const one = (
  about: string,
  message: string,
  results: IntegratedAnswer['results'],
  answer: string,
): IntegratedAnswer => ({ about, message, results, answer });

const interest: IntegratedAnswer['results'] = [
  ['math', '12000 × 0.0375 = 450 per year; 12000 + 450 = 12450. \\boxed{12450}'],
];
const share: IntegratedAnswer['results'] = [['math', '7 / 18 = 0.388888..., so \\boxed{0.3889}']];
const zh: IntegratedAnswer['results'] = [['math', '总价为 1299 × 3 = 3897 元，\\boxed{3897}']];

/** Nothing is lost in them and nothing made up. */
export const FAITHFUL: readonly IntegratedAnswer[] = [
  one('the number as it is', 'interest on 12000 at 3.75%?', interest, 'After a year it is 12450.'),
  one('a thousands separator', 'interest on 12000 at 3.75%?', interest, 'After a year it is $12,450.'),
  one('a separator of another country', 'interest on 12000 at 3.75%?', interest, 'Es sind 12.450 €.'),
  one('a space as separator', 'interest on 12000 at 3.75%?', interest, 'Cela fait 12 450 €.'),
  one('a rate as percent', 'interest on 12000?', interest, 'At 3.75% it is 450, in all 12450.'),
  one(
    'decimals added',
    'interest on 12000 at 3.75%?',
    interest,
    'It is 12,450.00 in all, 450.00 of it interest.',
  ),
  one('a rounded result', 'what share is 7 of 18?', share, 'It is about 0.389.'),
  one('a rounded result as percent', 'what share is 7 of 18?', share, 'About 38.9% (0.3889).'),
  one('a result cut to whole percent', 'what share is 7 of 18?', share, 'About 39%, or 0.3889 exactly.'),
  one(
    'a list of many points',
    'solve it',
    interest,
    `${Array.from({ length: 12 }, (_, i) => `${i + 1}. Point.`).join('\n')}\nIt is 12450.`,
  ),
  one('a list with brackets', 'solve it', interest, '10) One.\n11) Two.\n12) Three: 12450.'),
  one('headings that count', 'solve it', interest, '## Step 11\nAdd.\n## Step 12\n12450.'),
  one('bold points', 'solve it', interest, '**11. Sum**\n12450\n**12. End**'),
  one(
    'a date in other words',
    'when is it due, from 2026-03-15?',
    [['general', 'It is due on 2026-03-29.']],
    'Due on March 29, 2026.',
  ),
  one(
    'a Chinese date',
    '从 2026-03-15 起两周是哪天',
    [['general', '到期日是 2026-03-29。']],
    '到期日为2026年3月29日。',
  ),
  one('a date with slashes', 'when?', [['general', 'On 29 March 2026.']], 'On 29/3/2026.'),
  one('a Chinese total', '三台 1299 元的手机多少钱', zh, '三台手机一共 3897 元。'),
  one('a Chinese total with a separator', '三台 1299 元的手机多少钱', zh, '一共 3,897 元（每台 1,299 元）。'),
  one('full-width digits', '三台 1299 元的手机多少钱', zh, '一共３８９７元。'),
  one(
    '万',
    '预算是多少',
    [['math', '总预算 1250000 元，\\boxed{1250000}']],
    '总预算是 1,250,000 元，即 125 万元。',
  ),
  one(
    'Chinese numerals in the message',
    '三百二十五个苹果分给十三个人，并给出 JSON',
    [['math', '325 / 13 = 25。\\boxed{25}']],
    '325 个苹果，每人 25 个。',
  ),
  one(
    'million',
    'population?',
    [['general', 'It has 3,500,000 inhabitants.']],
    'It has 3.5 million inhabitants.',
  ),
  one('a Chinese list', '解方程', [['math', 'x=12，\\boxed{12}']], '10、移项\n11、合并\n12、得到 x = 12'),
  one('a fraction set in prose', 'half of it?', [['math', 'So \\boxed{\\frac{1}{2}}']], 'It is 1/2.'),
  one(
    'a fraction in display style',
    'half?',
    [['math', 'So \\boxed{\\frac{3}{4}}']],
    'It is $\\dfrac{3}{4}$.',
  ),
  one('an equation as words', 'solve', [['math', 'So \\boxed{x = 5}']], 'The solution is x: 5.'),
  one(
    'two solutions',
    'solve',
    [['math', 'So \\boxed{x = 2 \\text{ or } x = 3}']],
    'The solutions are 2 and 3.',
  ),
  one('a percent sign', 'rate?', [['math', 'So \\boxed{12\\%}']], 'The rate is 12%.'),
  one('a price', 'price?', [['math', 'The answer is: $18']], 'You pay 18 dollars.'),
  one('degrees', 'angle?', [['math', 'So \\boxed{45^\\circ}']], 'The angle is 45°.'),
  one('a negative number', 'solve', [['math', 'So \\boxed{-7}']], 'x equals −7.'),
  one('words for no number', 'solve', [['math', 'So \\boxed{\\text{no solution}}']], 'There is none.'),
  one('words in another language', '解一下', [['math', 'The answer is: no real solution']], '没有实数解。'),
  one(
    'the result in a block alone',
    'solve, as JSON',
    [
      ['math', '\\boxed{5}'],
      ['structured', '{"x": 5}'],
    ],
    'Here it is:\n\n```json\n{"x": 5}\n```',
  ),
  one(
    'times of day',
    'when do I leave?',
    [['math', 'Leave at 14:35, 25 minutes before 15:00. \\boxed{14:35}']],
    'Leave at 14:35, which is 25 minutes before 15:00.',
  ),
  one(
    'a version',
    'fix it',
    [['code', 'It needs Python 3.12:\n```python\nx\n```']],
    'With Python 3.12:\n\n```python\nx\n```',
  ),
  one(
    'a line number',
    'fix: error on line 42',
    [['code', 'Line 42 divides by zero.']],
    'The error is on line 42.',
  ),
  one('a range', 'when?', [['general', 'It lasted from 1914 to 1918.']], 'It lasted 1914–1918.'),
  one('a number of the task', 'solve it', [['math', 'x = 144 / 12 = 12, \\boxed{12}']], '144 by 12 is 12.'),
  one(
    'money with cents',
    'split 100 by 3',
    [['math', '100/3 = 33.3333, \\boxed{33.3333}']],
    'Each pays 33.33.',
  ),
  one(
    'a table',
    'solve',
    [['math', '15 and 25, in all \\boxed{40}']],
    '| a | b |\n|---|---|\n| 15 | 25 |\n\nIn all 40.',
  ),
  one(
    'superscripts and variables',
    'solve',
    [['math', 'x_1 = 11, x_2 = 13, \\boxed{11, 13}']],
    'x₁ = 11 and x₂ = 13.',
  ),
  one(
    'a fraction worked out',
    'how likely?',
    [['math', 'So \\boxed{\\frac{5}{36}}']],
    'It is 5/36 ≈ 0.139 (13.9%).',
  ),
  one(
    'a rounded million',
    'how many?',
    [['math', 'The answer is: 1,234,567']],
    'About 1.23 million, exactly 1,234,567.',
  ),
  one('a decade', 'when?', [['general', 'Founded in 1995.']], 'In the 1990s, in 1995.'),
  one('a power', 'speed?', [['math', '\\boxed{3.0 \\times 10^8}']], 'Light moves at 3.0 × 10⁸ m/s.'),
  one('Chinese numerals', '解一下', [['math', '\\boxed{12}']], '结果是十二。'),
];

/** Something is missing, or somebody invented it. */
export const FAULTY: readonly IntegratedAnswer[] = [
  one('no result', 'interest on 12000 at 3.75%?', interest, 'The interest was calculated.'),
  one('another result', 'interest on 12000 at 3.75%?', interest, 'After a year it is 12540.'),
  one('a digit lost', 'interest on 12000 at 3.75%?', interest, 'After a year it is 1245.'),
  one(
    'a result of one digit that stands only within another number',
    'solve 3x = 15',
    [['math', '\\boxed{5}']],
    'It is solved from 15.',
  ),
  one('a rounded integer', 'how many?', [['math', '\\boxed{1987}']], 'About 2000.'),
  one(
    'an invented year',
    'who built it?',
    [['general', 'It was built by Eiffel.']],
    'Eiffel built it in 1889.',
  ),
  one('an invented share', 'what share is 7 of 18?', share, 'It is 0.3889, or 47%.'),
  one('an invented Chinese number', '三台 1299 元的手机多少钱', zh, '一共 3897 元，可省 450 元。'),
  one('one of two solutions', 'solve', [['math', '\\boxed{x = 2 \\text{ or } x = 3}']], 'The solution is 2.'),
  one('a changed price', 'price?', [['math', 'The answer is: $18']], 'You pay 19 dollars.'),
  one('a changed date', 'when?', [['general', 'Due on 2026-03-29.']], 'Due on March 28, 2026.'),
  one('a formula left out', 'differentiate', [['math', '\\boxed{e^x + x}']], 'It was differentiated.'),
  one('another million', 'how many?', [['general', '1,234,567 people.']], 'It has 1.43 million people.'),
  one(
    'another fraction',
    'how likely?',
    [['math', 'So \\boxed{\\frac{5}{36}}']],
    'It is 5/36, that is 0.239.',
  ),
  one('a year at the start of a line', 'who?', [['general', 'Built by Eiffel.']], '1889. The tower.'),
];
