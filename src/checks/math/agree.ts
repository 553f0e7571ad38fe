import type { BigNumber } from 'mathjs';
import { decimalOf, evaluate, math, plainNumber, type Reading, type Value } from './evaluate.ts';
import type { Side } from './sides.ts';
import type { Token } from './tokens.ts';

/** Values that only roots and pi are in agree to this share; 40 digits are computed. */
const NEAR = '1e-15';
/** What a program printed has 15 to 17 digits, of which the last are no longer right: 14.999999999999998 is 15. */
const PRINTED_DIGITS = 15;
const PRINTED_NEAR = '1e-12';
/** Someone who leaves decimals out changes a number by no more than this share of it. */
const WHOLE_NEAR = '0.005';
const MAX_POWER = 200;
const PIS: readonly (string | null)[] = [null, '3.14', '22/7', '3.1416', '3.142', '3.14159', '3'];

/**
 * Whether two sides are the same number in any reading that a careful person would give them: commas as thousands or
 * decimals, `3½` as a sum or product, percent as hundredths, as a unit or of what stands before; rounded as far as the
 * digits show. Null where one of them cannot be computed.
 *
 * @param rounded numbers that the answer had rounded before; a result from them is as rough as they are
 */
export function agree(
  left: Side,
  right: Side,
  isAbout: boolean,
  rounded: ReadonlySet<string>,
): { readonly holds: boolean; readonly exact: boolean; readonly value: Value } | null {
  let first: { holds: false; exact: false; value: Value } | null = null;
  for (const reading of readingsOf([...left.tokens, ...right.tokens])) {
    const [a, b] = [evaluate(left.tokens, reading), evaluate(right.tokens, reading)];
    if (a === null || b === null) continue;
    first ??= { holds: false, exact: false, value: a };
    if (same(a, b)) return { holds: true, exact: true, value: a };
    if (isPrinted(left, right, a, b) || isMadeWhole(right, a, b))
      return { holds: true, exact: false, value: a };
    const gap = decimalOf(a).minus(decimalOf(b)).abs();
    const slack = larger(shown(right, a, isAbout, reading), shown(left, b, isAbout, reading));
    const rough = roughness(left, reading, isAbout, rounded).plus(
      roughness(right, reading, isAbout, rounded),
    );
    if (gap.lt(slack) || gap.lte(rough.plus(rough.isZero() ? 0 : slack)))
      return { holds: true, exact: false, value: a };
  }
  return first;
}

function same(a: Value, b: Value): boolean {
  if ('exact' in a && 'exact' in b) return a.exact.equals(b.exact);
  const [x, y] = [decimalOf(a), decimalOf(b)];
  return x.minus(y).abs().lte(x.abs().plus(y.abs()).times(NEAR));
}

function isPrinted(left: Side, right: Side, a: Value, b: Value): boolean {
  const isLong = ({ kind, text }: Token) =>
    kind === 'number' && text.includes('.') && text.replace(/^0?\.0*|\./g, '').length >= PRINTED_DIGITS;
  if (![...left.tokens, ...right.tokens].some(isLong)) return false;
  const [x, y] = [decimalOf(a), decimalOf(b)];
  return x.minus(y).abs().lte(x.abs().times(PRINTED_NEAR));
}

/** 566.04 = 566: the next whole number, of one that has not come out whole, and very near. */
function isMadeWhole(right: Side, a: Value, b: Value): boolean {
  const [exact, shown] = [decimalOf(a), decimalOf(b)];
  if (literalOf(right) === null || !shown.isInteger() || exact.isInteger()) return false;
  const gap = exact.minus(shown).abs();
  return gap.lte('0.5') && gap.lte(exact.abs().times(WHOLE_NEAR));
}

function readingsOf(tokens: readonly Token[]): Reading[] {
  const has = (test: (token: Token) => boolean) => tokens.some(test);
  const commas = has(({ kind, text }) => kind === 'number' && text.includes(','))
    ? (['thousands', 'decimal'] as const)
    : (['thousands'] as const);
  const mixes = has(({ text }) => text === '⊕') ? (['+', '*'] as const) : (['+'] as const);
  const percents = has(({ kind }) => kind === 'percent')
    ? (['hundredth', 'unit', 'relative'] as const)
    : (['hundredth'] as const);
  const pis = has(({ kind }) => kind === 'pi') ? PIS : [null];
  const slashes = tokens.filter(({ text }) => text === '/').length;
  const divisions = slashes > 1 ? (['in turn', 'by a fraction'] as const) : (['in turn'] as const);
  return commas.flatMap((comma) =>
    mixes.flatMap((mixed) =>
      percents.flatMap((percent) =>
        divisions.flatMap((division) => pis.map((pi) => ({ comma, mixed, percent, division, pi }))),
      ),
    ),
  );
}

interface Literal {
  readonly text: string;
  readonly percent: boolean;
  /** The power of ten that the number is times, as text. */
  readonly scale?: string;
}

/** 5.56 × 10⁵ */
function scientificOf({ tokens }: Side, reading: Reading): Literal | null {
  const own = tokens[0]?.text.trim() === '-' ? tokens.slice(1) : tokens;
  const [number, times, ten, power, ...exponent] = own;
  if (number?.kind !== 'number' || times?.text !== '*' || ten?.text !== '10' || power?.text !== '^')
    return null;
  const value = evaluate(exponent, reading);
  const digits = value === null ? null : decimalOf(value);
  if (digits === null || !digits.isInteger() || digits.abs().gt(MAX_POWER)) return null;
  return { text: number.text, percent: false, scale: math.bignumber(10).pow(digits.toNumber()).toString() };
}

/** The number that a side consists of, if it is no computation. */
export function literalOf(side: Side): Literal | null {
  const rest = side.tokens.filter(
    ({ kind, text }) => !(kind === 'operator' && /^[-+–]$/.test(text)) && kind !== 'open' && kind !== 'close',
  );
  const [number, percent] = rest;
  if (side.computed || number?.kind !== 'number' || rest.length > 2) return null;
  if (percent !== undefined && percent.kind !== 'percent') return null;
  return { text: number.text, percent: percent !== undefined };
}

/** By how much a result may differ from a number for being rounded to it. */
function shown(side: Side, other: Value, isAbout: boolean, reading: Reading): BigNumber {
  const zero = math.bignumber(0);
  const literal = literalOf(side) ?? scientificOf(side, reading);
  if (literal === null) return zero;
  const plain = plainNumber(literal.text, reading.comma);
  const decimals = plain.split('.')[1]?.length ?? 0;
  const scale = literal.percent && reading.percent !== 'unit' ? '0.01' : (literal.scale ?? '1');
  let step = math.bignumber(10).pow(-decimals).times(scale);
  // 1187 ≈ 1200
  if (isAbout && decimals === 0)
    step = step.times(math.bignumber(10).pow(/0*$/.exec(plain)?.[0].length ?? 0));
  if (isAbout) return step.times('1.0000001');
  if (decimals === 0) return zero;
  // With "=" rounding is taken only from what needs more digits than are shown: 0.1 + 0.2 is not 0.4.
  const exact = decimalOf(other).div(scale);
  return exact.times(math.bignumber(10).pow(decimals)).isInteger() ? zero : step;
}

/** How far a side may be off because numbers in it were rounded, to first order. */
function roughness(side: Side, reading: Reading, isAbout: boolean, rounded: ReadonlySet<string>): BigNumber {
  const zero = math.bignumber(0);
  if (!side.computed) return zero;
  const middle = evaluate(side.tokens, reading);
  if (middle === null) return zero;
  let sum = zero;
  for (const [index, token] of side.tokens.entries()) {
    if (token.kind !== 'number') continue;
    const plain = plainNumber(token.text, reading.comma);
    const decimals = plain.split('.')[1]?.length ?? 0;
    if (!rounded.has(plain) && !(isAbout && decimals > 1)) continue;
    const moved = `${math.bignumber(plain).plus(math.bignumber(10).pow(-decimals)).toFixed()}`;
    const value = evaluate(side.tokens.with(index, { ...token, text: moved }), reading);
    if (value !== null) sum = sum.plus(decimalOf(value).minus(decimalOf(middle)).abs());
  }
  return sum;
}

function larger(a: BigNumber, b: BigNumber): BigNumber {
  return a.gt(b) ? a : b;
}
