import type { Correct } from './correct-answers.ts';

/**
 * More correct answers, in forms seen in published model outputs: GSM8K's example solutions, Qwen2.5-Math's samples on
 * MATH, its Chinese sets, CARP; own wording and numbers.
 */
type Form = (a: number, b: number, c: number) => string;

const grouped = (n: number) => n.toLocaleString('en-US');
const FORMS: readonly Form[] = [
  // A division by a fraction, without brackets.
  (a, b) => `${a} pounds / 1/${b} = ${a * b} bags, since each holds 1/${b} of a pound.`,
  (a, b) => `He used ${a} / 1/${b} = ${a} * ${b} = ${a * b} cups.`,
  // Thousands behind a blank or a comma and a blank.
  (a, b) => `The house costs $${a} 000 + $${b} 000 = $${a + b} 000.`,
  (a, b) => `Total: $${a}, 000 x ${b} = $${a * b}, 000.`,
  // What a program printed.
  (a, _, c) => `She ate ${a} / ${c} = <<${a}/${c}=${a / c}>>${a / c} slices a day.`,
  (a, b) => `${a} * 0.1 = ${a * 0.1} and ${b} * 0.7 = ${b * 0.7}.`,
  // Scientific notation.
  (a, b) =>
    `$${a} \\times 10^{3} \\times ${b} \\times 10^{2} = ${((a * b * 1e5) / 10 ** Math.floor(Math.log10(a * b * 1e5))).toFixed(3)} \\times 10^{${Math.floor(Math.log10(a * b * 1e5))}}$.`,
  (a) =>
    `E = \\frac{6.02 \\times 10^{23}}{${a}} = ${(6.02e23 / a).toExponential(2).replace(/e\+(\d+)/, ' \\times 10^{$1}')} \\mathrm{~atoms}`,
  // Units that are converted on the way.
  (a) => `The mass is $${a} \\times 10^{3} \\mathrm{~g} = ${a} \\mathrm{~kg}$.`,
  (a) => `It is ${a} km = ${grouped(a * 1000)} m away, so ${a} * 2 = ${a * 2} km in all.`,
  (a, b) => `${a} hours and ${b} minutes = ${a} * 60 + ${b} = ${a * 60 + b} minutes.`,
  // Names that look like numbers in an equation.
  (a, b) => `Week 1 + Week 2 = ${a} + ${b} = ${a + b} hours.`,
  (a, b, c) => `Remaining bill paid by ${c} friends = ${a} + ${b} = ${a + b} dollars.`,
  (a, b) => `Lynn ran ${b} miles less than Reggie = ${a + b} - ${b} = ${a} miles.`,
  // Wholes of what cannot be cut.
  (a, b) => `Each of the ${b} friends gets ${a * b + 1} / ${b} = ${a} stickers, and one stays in the box.`,
  // Roots and powers side by side.
  (a) => `$\\sqrt{${a * a * 2}} = ${a} \\sqrt{2}$ and $\\sqrt{${a * a * 5}} = ${a}\\sqrt{5}$.`,
  (a, b) => `Since $${2 ** 3 * 3 ** 2} = 2^{3} 3^{2}$, it has $(3+1)(2+1) = 12$ divisors, not ${a} or ${b}.`,
  (a) => `$(${a} \\cdot 2)^{2} = ${a}^{2} 2^{2} = ${4 * a * a}$.`,
  // Products with unknowns behind them.
  (a, b) => `Substituting gives $-${a} - ${b} = -${b} a$, hence $a = \\frac{${a + b}}{${b}}$.`,
  (a, b, c) => `${a + b}=${a}+${b}x\n${c}=${c}x\nso x=1.`,
  // Modular arithmetic, bases, intervals, vectors, sets.
  (a, b) => `$${a} \\equiv ${a % 7} \\pmod{7}$ and $${a} + ${b} \\equiv ${(a + b) % 7} \\pmod 7$.`,
  (a) => `In base 2, $${a} = ${a.toString(2)}_2$, and $101_2 + 1_2 = 110_2$.`,
  (a, b) => `The domain is $[${a}, ${a + b}) \\cup (${a + b}, \\infty)$, so its first part has length ${b}.`,
  (a, b) => `$\\vec{u} + \\vec{v} = (${a}, ${b}) + (1, 2) = (${a + 1}, ${b + 2})$.`,
  (a, b) =>
    `$\\begin{pmatrix} ${a} \\\\ ${b} \\end{pmatrix} \\cdot 2 = \\begin{pmatrix} ${2 * a} \\\\ ${2 * b} \\end{pmatrix}$.`,
  (a, b) => `$\\{1, 2\\} \\cup \\{${a}, ${b}\\} = \\{1, 2, ${a}, ${b}\\}$, which has $2 + 2 = 4$ elements.`,
  // Results with words and several values.
  (a, b) =>
    `So $x = ${a} \\text{ or } x = -${b}$, and the answer is $\\boxed{x = ${a} \\text{ or } x = -${b}}$.`,
  (a, b) => `The total is $${a} \\times ${b} = \\boxed{${a * b}}$ square meters.`,
  (a, b) => `$${a} + ${b} = ${a + b}$, so the final answer is $\\boxed{${a + b}\\text{ cm}}$.`,
  (a, b) =>
    `\\[\\begin{aligned} S &= ${a} + ${b} \\\\ &= ${a + b} \\end{aligned}\\] Thus $\\boxed{${a + b}}$.`,
  // Rounded, repeating, estimated.
  (a) => `${a}/7 ≈ ${(a / 7).toFixed(3)}, which is about ${Math.round(a / 7)}.`,
  (a) =>
    `$\\frac{${a}}{3} = ${Math.trunc(a / 3)}.${(a / 3).toFixed(6).split('.')[1]?.slice(0, 3)}\\ldots$, roughly ${Math.round(a / 3)}.`,
  (a, b) => `As an estimate, ${a} × ${b} ≈ ${Math.round(a / 10) * 10} × ${Math.round(b / 10) * 10}.`,
  // What only looks like arithmetic.
  (a, b) =>
    `From 2019-2020 = one school year, pages ${a}-${a + b}, version 1.2.${b} = the latest, room ${a}/${b}.`,
  (a, b) => `${a}. Add: ${a} + ${b} = ${a + b}\n${a + 1}) Subtract: ${a + b} - ${b} = ${a}\n(${b}) Done.`,
  (a) => `On 12/${(a % 27) + 1}/2024 at 10:${a} we met; the score was ${a}-3 = a clear win.`,
  (a, b) => `Let f(${a}) = ${b} and g(x) = f(x) + 1, so g(${a}) = ${b} + 1 = ${b + 1}.`,
  (a) => `The ratio is ${a}:${2 * a} = 1:2, and ${a}/${2 * a} = 1/2 = 0.5 = 50%.`,
  // Chinese prose.
  (a, b) => `因为每千克${a}元，买了${b}千克，所以一共要 ${a}×${b}=${a * b} 元。`,
  (a, b) => `答：还剩 ${a + b}－${b}＝${a}（个），占 ${a}÷${a * 2}=50%。`,
  (a, b) =>
    `设原价为 x 元，则 x×(1-20%)=${a * 8}，解得 x=${a * 8}÷0.8=${a * 10}。答案是：${a * 10}，与${b}无关。`,
  (a, b) => `${a * b + 1}÷${b}=${a}……1，余数是1。`,
  (a) => `圆的面积约为 3.14×${a}²=3.14×${a * a}=${Number((3.14 * a * a).toFixed(2))} 平方厘米。`,
  (a, b) => `原式=${a}+${b}×2\n=${a}+${b * 2}\n=${a + b * 2}`,
];

const NUMBERS = [
  [12, 7, 5],
  [25, 8, 6],
  [36, 15, 11],
] as const;

export const MORE: readonly Correct[] = FORMS.flatMap((form) =>
  NUMBERS.map(([a, b, c]) => ({ question: 'Work it out.', answer: form(a, b, c) })),
);
