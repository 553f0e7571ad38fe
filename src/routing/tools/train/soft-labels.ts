import { createHash } from 'node:crypto';
import { LABELS } from '../../labels.ts';
import { RowError } from '../rows.ts';

/** What a larger model makes of a text, by `keyOf` the text: a probability per label, in the order of `LABELS`. */
export type SoftLabels = ReadonlyMap<string, readonly number[]>;

/** Of a SHA-256 in hexadecimal: among a million texts, two share it once in five hundred times. */
const KEY_DIGITS = 12;
/** A key, then a percentage per label. */
const LINE = new RegExp(`^[0-9a-f]{${KEY_DIGITS}}( \\d{1,3}){${LABELS.length}}$`);

/** What stands for a text in `teacher/soft-labels.txt`: no row is copied there. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, KEY_DIGITS);
}

/**
 * Reads `teacher/soft-labels.txt`: a line per text, `KEY 3 96 0 1 0`, percentages that sum to 100 but for rounding.
 * @param file only for the error's words, `FILE:LINE: what is wrong`
 * @throws RowError at the first bad line
 */
export function parseSoftLabels(lines: string, file: string): SoftLabels {
  const labels = new Map<string, readonly number[]>();
  for (const [index, line] of lines.split('\n').entries()) {
    if (line === '') continue;
    const where = `${file}:${index + 1}`;
    if (!LINE.test(line)) throw new RowError(`${where}: not a key and ${LABELS.length} percentages`);
    const [key = '', ...percentages] = line.split(' ');
    const sum = percentages.reduce((of, percentage) => of + Number(percentage), 0);
    if (Math.abs(sum - 100) > LABELS.length) throw new RowError(`${where}: the percentages sum to ${sum}`);
    if (labels.has(key)) throw new RowError(`${where}: ${key} stands there twice`);
    labels.set(
      key,
      percentages.map((percentage) => Number(percentage) / sum),
    );
  }
  return labels;
}
