import { hanValue, numberForms, numbersOf, westernDigits } from '../../checks/translation/numbers.ts';

const NUMBER = /\d+(?:[,٬’'\u00a0\u202f]\d{3})*(?:\.\d+)?/g;
/** A list counts its own points, and a heading its steps; neither says anything of the results. */
const COUNTING =
  /^[ \t>]*(?:[-*•][ \t]+)?(?:#+[ \t]*)?(?:\*\*)?(?:\d+|[(（]\d+[)）])[.、)：:）]?(?=[ \t*]|[^\d\s.,])|\b(?:step|part|point|note|example)[ \t]+\d+|\b\d{2,3}0s\b|(?:第|步骤|示例)[ \t]*\d+[ \t]*[步点条部个]?/gim;

/**
 * A number of an answer that stands in none of its sources; null when there is none. What is only written otherwise is
 * no other number: separators, rounding, percent, 万, other digits, the parts of a date.
 */
export function inventedNumber(answer: string, sources: string): string | null {
  const said = westernDigits(answer).replace(COUNTING, (counted) => (isCounting(counted) ? ' ' : counted));
  const forms = numberForms(sources);
  const unknown = numbersOf(said).filter((digits) => !forms.has(digits));
  if (unknown.length === 0) return null;
  const known = [...valuesOf(westernDigits(sources)), ...quotientsOf(sources)];
  const values = valuesOf(said).filter(({ text }) => unknown.includes(significant(text)));
  const rounded = new Set(
    values.filter((one) => known.some((other) => isRounding(one, other))).map(({ text }) => text),
  );
  return values.find(({ text }) => !rounded.has(text))?.text ?? null;
}

/** Points are counted up to some dozens; "2026. " at the start of a line is a year. */
function isCounting(counted: string): boolean {
  return counted.endsWith('0s') || Number(/\d+/.exec(counted)?.[0]) < 100;
}

/** Thousands in groups, by the separators of whichever country. */
const GROUPED = /\d{1,3}(?:[.,٬’'\s]\d{3})+(?!\d)/g;

/** Whether each number of a final result stands in an answer; true where it has none. Of any number of digits. */
export function holdsNumbers(answer: string, final: string): boolean {
  const plain = westernDigits(answer).replace(/[⁰¹²³⁴-⁹]+/g, (raised) => `^${raised.normalize('NFKC')}`);
  const grouped = (plain.match(GROUPED) ?? []).map((number) => Number(number.replace(/\D/g, '')));
  const han = (plain.match(HAN_NUMBER) ?? []).map(hanValue);
  const said = [...grouped, ...han, ...valuesOf(plain).map(({ value }) => value)];
  return valuesOf(westernDigits(final)).every(({ value }) =>
    said.some((other) => other === value || isNear(other, value)),
  );
}

interface Value {
  readonly text: string;
  readonly value: number;
  /** What its last digit stands for. */
  readonly step: number;
}

const HAN_NUMBER = /[〇零一二两三四五六七八九十百千万萬亿億]{1,30}/g;
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^ ?(?:thousand|k\b)/i, 1e3],
  [/^ ?(?:万|萬)/, 1e4],
  [/^ ?(?:million|m\b)/i, 1e6],
  [/^ ?(?:亿|億)/, 1e8],
  [/^ ?(?:billion|bn?\b)/i, 1e9],
];

/** With what a unit behind it makes of it: 3.5 million is 3.5 and 3,500,000. */
function valuesOf(text: string): Value[] {
  return [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
    const plain = number.replace(/[^\d.]/g, '');
    const one = { text: number, value: Number(plain), step: 10 ** -(plain.split('.')[1]?.length ?? 0) };
    const behind = text.slice(index + number.length, index + number.length + 10);
    const scale = SCALES.find(([unit]) => unit.test(behind))?.[1];
    return scale === undefined ? [one] : [one, { ...one, value: one.value * scale, step: one.step * scale }];
  });
}

const QUOTIENT = /\\[dt]?frac\{(\d+)\}\{(\d+)\}|(\d+) ?\/ ?(\d+)/g;

function quotientsOf(text: string): Value[] {
  return [...westernDigits(text).matchAll(QUOTIENT)].flatMap(([text, a, b, c, d]) => {
    const value = Number(a ?? c) / Number(b ?? d);
    return Number.isFinite(value) ? [{ text, value, step: 0 }] : [];
  });
}

/** `one` as `other` with fewer digits, also in percent. */
function isRounding(one: Value, other: Value): boolean {
  return [1, 100, 0.01].some((factor) => {
    const exact = other.value * factor;
    const off = Math.abs(one.value - exact);
    // Rounding takes away from the end, not from the front: 3 is no 2.2.
    return off < 0.999 * one.step && off <= 0.1 * exact;
  });
}

/** What a result like 0.3333 becomes in prose. */
function isNear(said: number, exact: number): boolean {
  return !Number.isInteger(exact) && Math.abs(said - exact) <= 0.005 * Math.abs(exact);
}

function significant(number: string): string {
  return number.replace(/\D/g, '').replace(/^0+|0+$/g, '');
}
