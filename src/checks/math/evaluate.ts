import {
  type BigNumber,
  bignumberDependencies,
  create,
  type Fraction,
  fractionDependencies,
  type MathNode,
  parseDependencies,
} from 'mathjs';
import { MIXED } from './latex.ts';
import type { Token } from './tokens.ts';

/**
 * Only the parser and number types: expressions are never run by mathjs's own evaluator, so none of its functions can
 * be reached. 40 digits are far more than answers show.
 */
export const math = create({ bignumberDependencies, fractionDependencies, parseDependencies } as never, {
  number: 'Fraction',
  precision: 40,
});

const MAX_CHARACTERS = 600;
const MAX_DEPTH = 60;
const MAX_EXPONENT = 200;
/** Numerator and denominator of a value may have this many digits. */
const MAX_DIGITS = 400;
const MAX_FACTORIAL = 100;

/** Exact as long as it can be: roots and pi are not. */
export type Value = { readonly exact: Fraction } | { readonly near: BigNumber };

/** How signs that have more than one meaning are read. */
export interface Reading {
  readonly comma: 'thousands' | 'decimal';
  readonly mixed: '+' | '*';
  readonly percent: 'hundredth' | 'unit' | 'relative';
  /** `2 / 1/3` is 2/3 or, as many write it, 6. Absent = in turn. */
  readonly division?: 'in turn' | 'by a fraction';
  readonly pi: string | null;
}

/** The value of an expression in numbers; null where it is none, or larger than anybody would check by hand. */
export function evaluate(tokens: readonly Token[], reading: Reading): Value | null {
  const plain = tokens
    .map((token) => write(token, reading))
    .join(' ')
    .replace(/√ ([\d.]+)/g, 'sqrt($1)')
    .replaceAll('√', 'sqrt')
    .replace(/([\d.]+) %/g, 'percent($1)');
  const text =
    reading.division === 'by a fraction'
      ? plain.replace(/\/ ([\d.]+) \/ ([\d.]+)(?! \^)/g, '/ ($1 / $2)')
      : plain;
  if (text.length > MAX_CHARACTERS) return null;
  try {
    return read(math.parse(text), reading, 0);
  } catch {
    return null;
  }
}

function write({ kind, text }: Token, { comma, mixed, percent }: Reading): string {
  switch (kind) {
    case 'number':
      return plainNumber(text, comma);
    case 'operator':
      if (text === MIXED) return mixed;
      return text.trim() === '**' ? '^' : text.trim().replace('–', '-').replace('±', '?');
    case 'open':
      return '(';
    case 'close':
      return ')';
    case 'percent':
      return percent === 'unit' ? '' : '%';
    case 'root':
      return text === '√' ? '√' : 'sqrt';
    case 'pi':
      return 'pi';
    default:
      return text;
  }
}

/** A number as written in any locale, as mathjs reads it. `1,234` is thousands unless the reading says otherwise. */
export function plainNumber(text: string, comma: Reading['comma']): string {
  const commas = text.split(',').length - 1;
  const points = text.split('.').length - 1;
  if (commas === 0 && points <= 1) return text.startsWith('.') ? `0${text}` : text;
  if (commas > 0 && points > 0) {
    const decimal = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
    return text.replaceAll(decimal === ',' ? '.' : ',', '').replace(',', '.');
  }
  if (points > 1) return text.replaceAll('.', '');
  const grouped = /^\d{1,3}(?:,\d{3})+$|^\d{1,2}(?:,\d{2})+,\d{3}$|^\d{1,4}(?:,\d{4})+$/.test(text);
  if (commas > 1 || (grouped && comma === 'thousands')) return text.replaceAll(',', '');
  return text.replace(',', '.');
}

function read(node: MathNode, reading: Reading, depth: number): Value | null {
  if (depth > MAX_DEPTH) return null;
  const inner = (child: MathNode) => read(child, reading, depth + 1);
  switch (node.type) {
    case 'ParenthesisNode':
      return inner((node as unknown as { content: MathNode }).content);
    case 'ConstantNode': {
      const { value } = node as unknown as { value: unknown };
      return math.isFraction(value) ? { exact: value } : null;
    }
    case 'SymbolNode':
      if ((node as unknown as { name: string }).name !== 'pi') return null;
      if (reading.pi !== null) return { exact: math.fraction(reading.pi) };
      return { near: math.bignumber('3.141592653589793238462643383279502884197') };
    case 'FunctionNode': {
      const { args } = node as unknown as { args: MathNode[] };
      const of = args.length === 1 ? inner(args[0] as MathNode) : null;
      if (of === null) return null;
      const name = functionName(node);
      if (name === 'percent') return combine('divide', of, whole(100));
      return name === 'sqrt' ? root(of) : null;
    }
    case 'OperatorNode':
      return operate(node as unknown as Operation, inner, reading);
    default:
      return null;
  }
}

function functionName(node: MathNode): string | undefined {
  return (node as unknown as { fn?: { name?: string } }).fn?.name;
}

interface Operation {
  readonly fn: string;
  readonly args: readonly MathNode[];
}

function operate(
  { fn, args }: Operation,
  inner: (node: MathNode) => Value | null,
  reading: Reading,
): Value | null {
  const [first, second] = args as [MathNode, MathNode | undefined];
  const a = inner(first);
  if (a === null) return null;
  if (second === undefined) {
    if (fn === 'unaryMinus') return 'exact' in a ? { exact: a.exact.neg() } : { near: a.near.neg() };
    if (fn === 'unaryPlus') return a;
    if (fn === 'factorial') return factorial(a);
    return fn === 'unaryPercentage' ? combine('divide', a, whole(100)) : null;
  }
  let b = inner(second);
  if (b === null) return null;
  const isPercent = functionName(second) === 'percent';
  if (isPercent && reading.percent === 'relative' && (fn === 'add' || fn === 'subtract'))
    b = combine('multiply', a, b);
  return b === null ? null : combine(fn, a, b);
}

export function combine(fn: string, a: Value, b: Value): Value | null {
  if (fn === 'pow') return power(a, b);
  if ('exact' in a && 'exact' in b) {
    const result = combineExact(fn, a.exact, b.exact);
    return result === null || isHuge(result) ? null : { exact: result };
  }
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (fn === 'add') return { near: x.plus(y) };
  if (fn === 'subtract') return { near: x.minus(y) };
  if (fn === 'multiply') return { near: x.times(y) };
  return fn === 'divide' && !y.isZero() ? { near: x.div(y) } : null;
}

function combineExact(fn: string, a: Fraction, b: Fraction): Fraction | null {
  if (fn === 'add') return a.add(b);
  if (fn === 'subtract') return a.sub(b);
  if (fn === 'multiply') return a.mul(b);
  return fn === 'divide' && b.n !== 0n ? a.div(b) : null;
}

function power(a: Value, b: Value): Value | null {
  if (!('exact' in b)) return null;
  const exponent = b.exact;
  if (exponent.n > MAX_EXPONENT) return null;
  if (exponent.d === 2n && exponent.n === 1n && exponent.s === 1n) return root(a);
  if (exponent.d !== 1n) {
    const base = decimalOf(a);
    return base.isNegative() ? null : finite(base.pow(decimalOf(b)));
  }
  if (!('exact' in a)) return finite(a.near.pow(decimalOf(b)));
  if (digits(a.exact) * Number(exponent.n) > MAX_DIGITS) return null;
  if (a.exact.n === 0n && exponent.s < 0n) return null;
  const result = a.exact.pow(exponent);
  return result === null ? null : { exact: result };
}

function root(of: Value): Value | null {
  const value = decimalOf(of);
  if (value.isNegative()) return null;
  if ('exact' in of) {
    const [n, d] = [wholeRoot(of.exact.n), wholeRoot(of.exact.d)];
    if (n !== null && d !== null) return { exact: math.fraction(`${n}/${d}`) };
  }
  return finite(value.sqrt());
}

function wholeRoot(n: bigint): bigint | null {
  const text = n.toString();
  if (text.length > 30) return null;
  const guess = BigInt(math.bignumber(text).sqrt().round().toFixed(0));
  return guess * guess === n ? guess : null;
}

function factorial(of: Value): Value | null {
  if (!('exact' in of) || of.exact.d !== 1n || of.exact.s < 0n || of.exact.n > MAX_FACTORIAL) return null;
  let product = 1n;
  for (let factor = 2n; factor <= of.exact.n; factor++) product *= factor;
  return { exact: math.fraction(product) };
}

export function whole(value: number): Value {
  return { exact: math.fraction(value) };
}

export function decimalOf(value: Value): BigNumber {
  return 'near' in value ? value.near : math.bignumber(value.exact);
}

function finite(near: BigNumber): Value | null {
  return near.isFinite() ? { near } : null;
}

function digits(value: Fraction): number {
  return Math.max(value.n.toString().length, value.d.toString().length);
}

function isHuge(value: Fraction): boolean {
  return digits(value) > MAX_DIGITS;
}
