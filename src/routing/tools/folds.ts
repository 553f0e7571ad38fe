import type { Row } from './rows.ts';

/** Row i is tested in fold `folds[i]` and trained on in all others; -1: never tested. */
export type Folds = readonly number[];

/**
 * All rows of one origin into the same fold, so that what is tested comes from collections, generators and phrase
 * frames that were not trained on: the nearest thing to unseen phrasing that labelled files can give.
 */
export function originFolds(rows: readonly Row[], count: number, seed: number): Folds {
  return rows.map((row) => hash(originOf(row), seed) % count);
}

/**
 * Where a row's phrasing comes from: the frame that its text was wrapped in, the family of a generator, the hand-written
 * line, or else the repository. A row without a source is an origin of its own.
 */
export function originOf(row: Row): string {
  const { source } = row;
  if (source === '') return row.text;
  const frame = / wrapped (\S+)$/.exec(source)?.[1];
  if (frame !== undefined) return frame;
  if (/^(own|hand-written):/.test(source)) return source.replace(/ .*/, '').replace(/-\d+$/, '');
  return source.replace(/:.*/s, '').toLowerCase();
}

function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
