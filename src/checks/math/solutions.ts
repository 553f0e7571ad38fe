import type { MathNode } from 'mathjs';
import type { WrongStep } from './check.ts';
import { combine, decimalOf, evaluate, math, type Value, whole } from './evaluate.ts';
import { plainMath } from './latex.ts';
import { readPrefix } from './sides.ts';
import { tokenize } from './tokens.ts';

const ASKS_TO_SOLVE =
  /\bsolve|\bsolutions?\b|\broots?\b|\bfind\s+(?:the\s+value\s+of\s+)?\$?[a-z]\b|value of \$?[a-z]\b|what is \$?[a-z]\b|解方程|求解|方程的?[解根]|求\s*\$?[a-z]/i;
const MAX_EQUATIONS = 20;
const PLAIN = { comma: 'thousands', mixed: '+', percent: 'hundredth', pi: null } as const;
/** Solutions that are shown rounded fit their equation this well. */
const ROUGH = 0.02;

/** c0 + c1·x + c2·x², as far as a school's linear and quadratic equations go. */
type Polynomial = readonly Value[];

/** Puts the solutions that an answer ends with into the one equation that the question asks to solve. */
export function checkSolutions(answer: string, question: string): { checked: number; wrong: WrongStep[] } {
  const equation = equationOf(question);
  if (equation === null) return { checked: 0, wrong: [] };
  const stated = solutionsOf(plainMath(answer.replace(/\*\*/g, '')), equation.variable);
  const wrong = stated.flatMap(({ text, value }): WrongStep[] => {
    const holds = fits(equation.difference, value);
    return holds === false
      ? [
          {
            kind: 'solution',
            text: `${equation.variable} = ${text}`,
            expected: `a value that fits ${equation.text}`,
          },
        ]
      : [];
  });
  return { checked: stated.length, wrong };
}

/** An equation in one unknown, and how it reads. */
export interface Equation {
  readonly variable: string;
  /** What is zero where it holds. */
  readonly difference: Polynomial;
  readonly text: string;
}

/** The one equation that a question asks to solve; null where there is none, or more than one. */
export function equationOf(question: string): Equation | null {
  if (!ASKS_TO_SOLVE.test(question)) return null;
  const asked = equationsOf(plainMath(question));
  const [equation] = asked;
  // With two equations, or another unknown, nobody knows what a solution is for.
  if (equation === undefined || asked.length > 1) return null;
  return relationsIn(question) > 1 || hasOtherUnknown(question, equation.variable) ? null : equation;
}

function relationsIn(question: string): number {
  return question.match(/(?<![<>!=])=(?!=)/g)?.length ?? 0;
}

/** "If 2x + m = 7 has the root 2, find m": what is asked for is not what stands in the equation alone. */
function hasOtherUnknown(question: string, variable: string): boolean {
  const letters = plainMath(question).matchAll(
    /(?<![\p{L}'’])[b-hj-zB-HJ-Z](?![\p{L}'’])|(?<=\d)[a-z](?![\p{L}])/gu,
  );
  return [...letters].some(([letter]) => letter !== variable);
}

function equationsOf(text: string): Equation[] {
  const found = text.matchAll(/[-+*/^().,\da-zA-Z \t]{1,120}=[-+*/^().,\da-zA-Z \t]{1,120}/g);
  return [...found].slice(0, MAX_EQUATIONS).flatMap(({ 0: match, index }) => {
    const [left = '', right = ''] = match.split('=').map((side) => side.replace(/[.,]\s*$|[.,]\s.*$/, ''));
    // Prose stands around it: on the left the longest ending without words, on the right the longest beginning.
    const a = /(?:^|[A-Za-z]{2,}\s*|\s[.,]\s*)?((?:(?![A-Za-z]{2})[-+*/^().\da-zA-Z \t])+)$/
      .exec(left)?.[1]
      ?.trim();
    const b = /^((?:(?![A-Za-z]{2})[-+*/^().\da-zA-Z \t])+)/
      .exec(right)?.[1]
      ?.trim()
      .replace(/\s+[a-zA-Z]$/, '');
    if (!a || !b) return [];
    // A part of a longer left side: "m·x² + 2a + 17 = 0" is not "+ 2a + 17 = 0".
    const ahead = text.slice(0, index) + left.slice(0, left.lastIndexOf(a));
    if (/[-+*/^(]\s*$|[\d)}|\\]\s*$|[^\s\d\p{L}$:：,，。.;；\n]\s*$/u.test(ahead)) return [];
    if (/^[-+*/^(]/.test(a) && /(?:^|[^\p{L}])\p{L}{1,2}\s*$|sqrt\s*$/u.test(ahead)) return [];
    const letters = new Set(`${a} ${b}`.match(/[a-zA-Z]/g) ?? []);
    const [variable] = letters;
    if (variable === undefined || letters.size !== 1) return [];
    try {
      const [p, q] = [polynomial(math.parse(a), variable, 0), polynomial(math.parse(b), variable, 0)];
      if (p === null || q === null) return [];
      const difference = add(p, q, 'subtract');
      // `x = 3` states a value, and a function's letter is no unknown.
      const isGiven =
        (/^[a-zA-Z]$/.test(a) || /^[a-zA-Z]$/.test(b)) && !/[a-zA-Z].*[a-zA-Z]/.test(`${a} ${b}`);
      return difference === null || isGiven ? [] : [{ variable, difference, text: `${a} = ${b}` }];
    } catch {
      return [];
    }
  });
}

function polynomial(node: MathNode, variable: string, depth: number): Polynomial | null {
  if (depth > 40) return null;
  const { type, args, fn, content, name, value } = node as unknown as {
    type: string;
    args: MathNode[];
    fn: string;
    content: MathNode;
    name: string;
    value: unknown;
  };
  if (type === 'ParenthesisNode') return polynomial(content, variable, depth + 1);
  if (type === 'SymbolNode') return name === variable ? [whole(0), whole(1)] : null;
  if (type === 'ConstantNode') {
    return math.isFraction(value) ? [{ exact: value }] : null;
  }
  if (type !== 'OperatorNode') return null;
  const a = polynomial(args[0] as MathNode, variable, depth + 1);
  if (a === null) return null;
  if (args.length === 1) return fn === 'unaryMinus' ? times(a, [whole(-1)]) : fn === 'unaryPlus' ? a : null;
  const b = polynomial(args[1] as MathNode, variable, depth + 1);
  if (b === null) return null;
  if (fn === 'add' || fn === 'subtract') return add(a, b, fn);
  if (fn === 'multiply') return times(a, b);
  if (fn === 'divide' && b.length === 1) {
    const inverse = combine('divide', whole(1), b[0] as Value);
    return inverse === null ? null : times(a, [inverse]);
  }
  if (fn !== 'pow' || b.length !== 1) return null;
  const exponent = decimalOf(b[0] as Value);
  if (exponent.eq(1)) return a;
  return exponent.eq(2) ? times(a, a) : null;
}

function add(a: Polynomial, b: Polynomial, fn: 'add' | 'subtract'): Polynomial | null {
  const sum = Array.from({ length: Math.max(a.length, b.length) }, (_, n) =>
    combine(fn, a[n] ?? whole(0), b[n] ?? whole(0)),
  );
  return sum.every((value) => value !== null) ? sum : null;
}

function times(a: Polynomial, b: Polynomial): Polynomial | null {
  if (a.length + b.length - 1 > 3) return null;
  let product: Polynomial | null = [];
  for (const [i, x] of a.entries()) {
    const row: (Value | null)[] = [
      ...Array.from({ length: i }, () => whole(0)),
      ...b.map((y) => combine('multiply', x, y)),
    ];
    if (!row.every((value) => value !== null)) return null;
    product = product === null ? null : add(product, row, 'add');
  }
  return product;
}

/** Whether a value solves it; null where that cannot be computed. */
export function fits(difference: Polynomial, x: Value): boolean | null {
  let sum: Value | null = whole(0);
  let size = 0;
  for (const [power, coefficient] of difference.entries()) {
    const raised: Value | null = combine('pow', x, whole(power));
    const term: Value | null = raised === null ? null : combine('multiply', coefficient, raised);
    sum = sum === null || term === null ? null : combine('add', sum, term);
    size += term === null ? 0 : Math.abs(decimalOf(term).toNumber());
  }
  if (sum === null) return null;
  const rest = Math.abs(decimalOf(sum).toNumber());
  const isShort = 'exact' in x && (x.exact.d === 1n || x.exact.d < 10n);
  return isShort ? rest === 0 || rest < 1e-9 * size : rest <= ROUGH * size;
}

/** The values in the last line that states any: `x = 2 or x = -3`, `x_1 = 2, x_2 = -3`. */
function solutionsOf(text: string, variable: string): { text: string; value: Value }[] {
  const pattern = new RegExp(
    `(?<![\\p{L}\\d^(*/+-])(?<![\\p{Nd})*/+^-]\\s)${variable}(?:_\\{?\\d\\}?|[₁₂])?\\s*=\\s*([^=\\n;,，。；≠<>${variable}]{1,60})`,
    'gu',
  );
  const lines = text
    .split('\n')
    .filter(
      (line) =>
        !/verif|check|discard|extraneous|vertex|axis|reject|not |验|检|舍|let |try|if |when |assum|≈/i.test(
          line,
        ),
    );
  for (const line of lines.toReversed().slice(0, 40)) {
    const values = lastRun(line, [...line.matchAll(pattern)]).flatMap(([, right = '']) => {
      const [own = ''] = right.split(/\bor\b|\band\b|[或和$¤\\‹]|[.](?!\d)/);
      const tokens = tokenize(own);
      const side = readPrefix(tokens);
      const value =
        side === null || side.end !== tokens.filter(({ kind }) => kind !== 'end').length
          ? null
          : evaluate(side.tokens, PLAIN);
      return value === null ? [] : [{ text: own.trim(), value }];
    });
    if (values.length > 0) return values;
  }
  return [];
}

/** Of what a line states only the end is the solution: "2x = 4, so x = 4 / 2; x = 2". */
function lastRun(line: string, matches: readonly RegExpExecArray[]): RegExpExecArray[] {
  const from = matches.findLastIndex((match, index) => {
    const before = matches[index - 1];
    if (before === undefined) return true;
    const between = line.slice(before.index + before[0].length - (before[1] ?? '').length, match.index);
    return /\p{L}{2,}/u.test(between.replace(/\b(?:or|and)\b|text|quad|或|和|以及/gu, ''));
  });
  return matches.slice(Math.max(0, from));
}
