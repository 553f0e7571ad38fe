import { numberForms, numbersOf, westernDigits } from '../../checks/translation/numbers.ts';

const NUMBER = /\d+(?:[,٬’'\u00a0\u202f]\d{3})*(?:\.\d+)?/g;
/** A list counts its own points, and a heading its steps; neither says anything of the results. */
const COUNTING =
  /^[ \t>]*(?:[-*•][ \t]+)?(?:#+[ \t]*)?(?:\*\*)?(?:\d+|[(（]\d+[)）])[.、)：:）]?(?=[ \t*]|[^\d\s.,])|\b(?:step|part|point|note|example)[ \t]+\d+|(?:第|步骤|示例)[ \t]*\d+[ \t]*[步点条部个]?/gim;

/**
 * A number of an answer that stands in none of its sources; null when there is none. What is only written otherwise is
 * no other number: separators, rounding, percent, 万, other digits, the parts of a date.
 */
export function inventedNumber(answer: string, sources: string): string | null {
  const said = westernDigits(answer).replace(COUNTING, (counted) => (isCounting(counted) ? ' ' : counted));
  const forms = numberForms(sources);
  const unknown = numbersOf(said).filter((digits) => !forms.has(digits));
  if (unknown.length === 0) return null;
  const known = valuesOf(westernDigits(sources));
  const strange = valuesOf(said).find(
    (one) => unknown.includes(significant(one.text)) && !known.some((other) => isRounding(one, other)),
  );
  return strange?.text ?? null;
}

/** Points are counted up to some dozens; "2026. " at the start of a line is a year. */
function isCounting(counted: string): boolean {
  return Number(/\d+/.exec(counted)?.[0]) < 100;
}

/** Thousands in groups, by the separators of whichever country. */
const GROUPED = /\d{1,3}(?:[.,٬’'\s]\d{3})+(?!\d)/g;

/** Whether each number of a final result stands in an answer; true where it has none. Of any number of digits. */
export function holdsNumbers(answer: string, final: string): boolean {
  const plain = westernDigits(answer);
  const grouped = (plain.match(GROUPED) ?? []).map((number) => Number(number.replace(/\D/g, '')));
  const said = [...grouped, ...valuesOf(plain).map(({ value }) => value)];
  return valuesOf(westernDigits(final)).every(({ value }) =>
    said.some((other) => other === value || isNear(other, value)),
  );
}

interface Value {
  readonly text: string;
  readonly value: number;
  readonly decimals: number;
}

function valuesOf(text: string): Value[] {
  return (text.match(NUMBER) ?? []).map((number) => {
    const plain = number.replace(/[^\d.]/g, '');
    return { text: number, value: Number(plain), decimals: plain.split('.')[1]?.length ?? 0 };
  });
}

/** `one` as `other` with fewer digits behind the point, also in percent. */
function isRounding(one: Value, other: Value): boolean {
  return [1, 100, 0.01].some((factor) => {
    const exact = other.value * factor;
    const off = Math.abs(one.value - exact);
    // Rounding takes away from the end, not from the front: 3 is no 2.2.
    return off < 0.999 * 10 ** -one.decimals && off <= 0.1 * exact;
  });
}

/** What a result like 0.3333 becomes in prose. */
function isNear(said: number, exact: number): boolean {
  return !Number.isInteger(exact) && Math.abs(said - exact) <= 0.005 * Math.abs(exact);
}

function significant(number: string): string {
  return number.replace(/\D/g, '').replace(/^0+|0+$/g, '');
}
