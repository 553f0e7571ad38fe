/** Correct answers in the forms that models of this kind write; own wording. Each form is filled with several numbers. */
export interface Correct {
  readonly question: string;
  readonly answer: string;
}

type Form = (a: number, b: number, c: number) => readonly [question: string, answer: string];

const money = (n: number) => n.toFixed(2);
const grouped = (n: number) => n.toLocaleString('en-US');

const FORMS: readonly Form[] = [
  // As GSM8K's solutions are annotated.
  (a, b, c) => [
    'How many stickers in all?',
    `Mia bought ${a} packs with ${b} stickers each, so ${a}*${b} = <<${a}*${b}=${a * b}>>${a * b} stickers.\nShe gave away ${c}, so ${a * b} - ${c} = <<${a * b}-${c}=${a * b - c}>>${a * b - c} are left.\n#### ${a * b - c}`,
  ],
  (a, b, c) => [
    'How much did Tom pay?',
    `Tom pays $${a} x ${b} = $${a * b} for the shirts.\nWith shipping it is $${a * b} + $${c} = $${a * b + c}.\n#### ${a * b + c}`,
  ],
  (a, b, c) => [
    'How old is Ann?',
    `Ben is ${a} years old. Ann is ${b} years older: ${a} + ${b} = ${a + b} years. In ${c} years she will be ${a + b} + ${c} = ${a + b + c} years old.\nThe answer is: ${a + b + c}`,
  ],
  // MetaMath
  (a, b, c) => [
    'What is the total cost?',
    `The pens cost ${a} * $${b} = $${a * b}.\nThe books cost ${c} * $${b} = $${c * b}.\nIn total that is $${a * b} + $${c * b} = $${(a + c) * b}.\nThe answer is: ${(a + c) * b}`,
  ],
  (a, b, c) => [
    `If ${a}x + ${b} = ${a * c + b}, what is the value of x?`,
    `We subtract ${b} from both sides to get $${a}x = ${a * c}$.\nDividing by ${a}, we get $x = ${c}$.\nThe answer is: ${c}`,
  ],
  (a, b, c) => [
    `Solve ${a}(x - ${b}) = ${a * c - a * b}.`,
    `Expand: ${a}x - ${a * b} = ${a * c - a * b}\nAdd ${a * b}: ${a}x = ${a * c}\nx = ${a * c} / ${a} = ${c}\n\nSo **x = ${c}**.`,
  ],
  // DeepSeek-Math, Qwen2.5-Math
  (a, b, c) => [
    'Compute the expression.',
    `We evaluate step by step:\n\\[\n${a} + ${b} \\times ${c} = ${a} + ${b * c} = ${a + b * c}\n\\]\nThe final answer is $\\boxed{${a + b * c}}$.`,
  ],
  (a, b, c) => [
    'Add the fractions.',
    `\\begin{align*}\n\\frac{${a}}{${c}} + \\frac{${b}}{${c}} &= \\frac{${a} + ${b}}{${c}} \\\\\n&= \\frac{${a + b}}{${c}}.\n\\end{align*}\nTherefore, the answer is \\(\\boxed{\\frac{${a + b}}{${c}}}\\).`,
  ],
  (a, b) => [
    'What is the area?',
    `The area of the rectangle is $${a} \\cdot ${b} = ${a * b}$ square centimeters, i.e. $${a}\\text{ cm} \\times ${b}\\text{ cm} = ${a * b}\\text{ cm}^2$. Thus, the area is $\\boxed{${a * b}}$.`,
  ],
  (a, b) => [
    'Find the hypotenuse.',
    `By the Pythagorean theorem, $c = \\sqrt{${3 * a}^2 + ${4 * a}^2} = \\sqrt{${9 * a * a} + ${16 * a * a}} = \\sqrt{${25 * a * a}} = ${5 * a}$. The perimeter is then $${3 * a} + ${4 * a} + ${5 * a} = ${12 * a}$, not ${b}.`,
  ],
  (a, b, c) => [
    `Find x: x^2 - ${a + b}x + ${a * b} = 0`,
    `Factor: $(x - ${a})(x - ${b}) = 0$.\n\nHence $x = ${a}$ or $x = ${b}$. (Discriminant: ${a + b}^2 - 4*${a * b} = ${(a + b) ** 2 - 4 * a * b}.) The ${c} other guesses fail.`,
  ],
  (a, b, c) => [
    'What is the average?',
    `The sum is ${a} + ${b} + ${c} = ${a + b + c}, and there are 3 numbers, so the mean is (${a} + ${b} + ${c}) / 3 ≈ ${((a + b + c) / 3).toFixed(2)}.`,
  ],
  (a, b) => [
    'Find the percentage.',
    `${a}% of ${b * 100} = ${a}/100 × ${b * 100} = ${a * b}. So $${a}\\% \\times ${b * 100} = ${a * b}$.`,
  ],
  (a, b, c) => [
    'What is the price with tax?',
    `Price: $${money(a + 0.99)}\nTax: $${money(a + 0.99)} × 0.0${(c % 9) + 1} = $${money(((a + 0.99) * ((c % 9) + 1)) / 100)}\nThe shop has ${b} of them.`,
  ],
  (a, b) => [
    'How many people?',
    `The two towns together have ${grouped(a * 1234)} + ${grouped(b * 1111)} = ${grouped(a * 1234 + b * 1111)} inhabitants.`,
  ],
  (a, b, c) => [
    'Speed?',
    `Distance = speed × time = ${a} km/h × ${b} h = ${a * b} km. After a rest of ${c} km more: ${a * b} km + ${c} km = ${a * b + c} km.`,
  ],
  // Chinese models
  (a, b, c) => [
    '小明一共有多少个苹果？',
    `小明原来有${a}个苹果，妈妈又给了他${b}个，所以一共有${a}+${b}=${a + b}个苹果。吃了${c}个以后，还剩${a + b}-${c}=${a + b - c}个。\n答案是：${a + b - c}`,
  ],
  (a, b, c) => [
    '这批货物一共多少元？',
    `解：单价${a}元，数量${b}件。\n总价：${a}×${b}＝${a * b}（元）\n加运费：${a * b}＋${c}＝${a * b + c}（元）\n答：一共${a * b + c}元。`,
  ],
  (a, b, c) => [
    `解方程 ${a}x+${b}=${a * c + b}`,
    `移项，得 ${a}x=${a * c + b}-${b}，即 ${a}x=${a * c}。\n两边同时除以${a}，得 x=${c}。\n因此，方程的解为 $\\boxed{x=${c}}$。`,
  ],
  (a, b) => [
    '求长方形的周长',
    `周长 = (长 + 宽) × 2 = (${a} + ${b}) × 2 = ${a + b} × 2 = ${(a + b) * 2} 厘米。`,
  ],
  (a, b) => ['每份是多少？', `${a * b}÷${b}=${a}，所以每份是${a}。验算：${a}×${b}=${a * b}。`],
  (a, b) => ['Remainder?', `${a * b + 1} ÷ ${b} = ${a} remainder 1, because ${a} × ${b} = ${a * b}.`],
  // General chat models
  (a, b, c) => [
    'Work it out.',
    `1. **Multiply**: ${a} × ${b} = ${a * b}\n2. **Add**: ${a * b} + ${c} = **${a * b + c}**\n\nSo the result is **${a * b + c}**.`,
  ],
  (a, b, c) => [
    'Work it out.',
    `Here are the steps:\n- ${a} + ${b} = ${a + b}\n- ${a + b} - ${c} = ${a + b - c}\n- ${a} * ${c} = ${a * c}!`,
  ],
  (a, b, c) => [
    'What are the odds?',
    `P(red) = ${a}/${a + b + c} ≈ ${(a / (a + b + c)).toFixed(3)}, and in percent ${((a / (a + b + c)) * 100).toFixed(1)}%. So about $\\frac{${a}}{${a + b + c}} \\approx ${(a / (a + b + c)).toFixed(4)}$.`,
  ],
  (a, b) => [
    'Area of a circle?',
    `With r = ${a}: A = πr² = π × ${a}² = ${a * a}π ≈ ${(Math.PI * a * a).toFixed(2)} cm². Using 3.14: 3.14 × ${a}^2 = ${Number((3.14 * a * a).toFixed(2))}. There are ${b} circles.`,
  ],
  (a, b, c) => [
    'Mixed numbers?',
    `$${a}\\frac{1}{2} + ${b}\\frac{1}{2} = ${a + b + 1}$, and $${c} \\frac{1}{4} = \\frac{${4 * c + 1}}{4}$. As a decimal, ${c} 1/4 = ${c}.25.`,
  ],
  (a, b) => [
    'Time?',
    `It takes ${a} hours = ${a * 60} minutes for the first and ${b} minutes for the second: ${a} hours + ${b} minutes = ${a * 60 + b} minutes.`,
  ],
  (a, b, c) => [
    'Evaluate f.',
    `Given $f(x) = ${a}x^2 + ${b}$, we have $f(${c}) = ${a}(${c})^2 + ${b} = ${a} \\cdot ${c * c} + ${b} = ${a * c * c + b}$. The answer is $${a * c * c + b}$.`,
  ],
  (a, b, c) => [
    'Power?',
    `2^${(a % 10) + 2} = ${2 ** ((a % 10) + 2)} and 10^3 = 1,000. Then ${b}^2 = ${b * b}, while (-${c})^2 = ${c * c} and -${c}^2 = -${c * c}. Also √${b * b} = ${b}.`,
  ],
  (a, b, c) => [
    'Is it equal?',
    `${a} + ${b} = ${a + b} ≠ ${a + b + 1}, so $x = ${c}$ is not a solution. If we had ${a} + ${b} = ${a + b + 1}, that would be a contradiction.`,
  ],
  (a, b, c) => [
    'Discount?',
    `The discount is ${b}% of $${a * 100} = ${b / 100} × $${a * 100} = $${a * b}. The new price is $${a * 100} − $${a * b} = $${a * 100 - a * b}, for each of ${c} people.`,
  ],
  (a, b) => [
    'Factor it.',
    `$${a * b} = ${a} \\times ${b}$ and $\\gcd(${a}, ${a * b}) = ${a}$. Also, $\\dfrac{${a * b}}{${a}} = ${b}$ and $\\left(\\frac{${a * b}}{${b}}\\right) = ${a}$.`,
  ],
  (a, b, c) => [
    'Sum of a series?',
    `The sum 1 + 2 + ... + ${a} = ${a}(${a} + 1)/2 = ${(a * (a + 1)) / 2}. There are ${b} terms in the other, from 2024-01-05 to page ${c}-${c + 3}.`,
  ],
  (a, b, c) => [
    'Compound interest?',
    `A = P(1 + r)^n = ${a * 1000}(1 + 0.05)^2 = ${a * 1000} × 1.1025 = ${Number((a * 1102.5).toFixed(2))}. Case ${b}, table ${c}.`,
  ],
  (a, b, c) => [
    'Who has more?',
    `Let x be the number of hens. Then 2x + ${2 * b} = ${2 * a + 2 * b}, so 2x = ${2 * a} and x = ${a}. That leaves ${c} in the yard.`,
  ],
  (a, b, c) => [
    'Weighted?',
    `Total cost = cost of pens + cost of pads = ${a} × $${money(b + 0.5)} + $${c} = $${money(a * (b + 0.5))} + $${c} = $${money(a * (b + 0.5) + c)}.`,
  ],
  (a, b, c) => [
    'Round to a whole number of buses.',
    `${a * 10 + 1} ÷ 10 = ${a}.1, so we round up and need ${a + 1} buses. For ${b} schools: ${b} × ${a + 1} = ${b * (a + 1)}. With ${c} spare: ${b * (a + 1)} + ${c} = ${b * (a + 1) + c}.`,
  ],
  (a, b, c) => [
    'Half?',
    `Half of ${2 * a} is ${2 * a}/2=${a}. A third of ${3 * b} is 1/3 × ${3 * b} = ${b}; $\\frac{1}{3}\\cdot ${3 * b}=${b}$. Together: ${a}+${b}=${a + b} (plus ${c} later).`,
  ],
  (a, b, c) => [
    'Negative numbers?',
    `$-${a} + (-${b}) = -${a + b}$ and $-${a} \\times (-${c}) = ${a * c}$; $|-${b}| = ${b}$; $${a} - (-${b}) = ${a + b}$.`,
  ],
];

/** Small enough to be a person's arithmetic; no two forms get a number that makes a case of another kind. */
const NUMBERS = [
  [12, 7, 5],
  [24, 15, 8],
  [36, 25, 11],
  [48, 9, 17],
  [15, 32, 4],
] as const;

export const CORRECT: readonly Correct[] = FORMS.flatMap((form) =>
  NUMBERS.map(([a, b, c]) => {
    const [question, answer] = form(a, b, c);
    return { question, answer };
  }),
);
