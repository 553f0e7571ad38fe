import { LABELS, type Label } from '../labels.ts';

/** One labelled message. Rows that are `ambiguous` are never returned: they do not count. */
export interface Row {
  readonly text: string;
  readonly label: Label;
  /** Language of the request; `und` when the row does not say. */
  readonly lang: string;
  /** A trap: words of one label, meaning of another. */
  readonly hard: boolean;
  /** Where the text comes from; empty when the row does not say. */
  readonly source: string;
}

/** A line that is not a labelled message; the message names file and line. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

/**
 * The rows of a JSONL text that count, in their order; blank lines are passed over, `null` is as good as absent, and
 * fields that are none of ours are nobody's business here.
 * @param file only for the error's words, `FILE:LINE: what is wrong`
 * @throws RowError at the first bad line
 */
export function parseRows(jsonl: string, file: string): Row[] {
  const rows: Row[] = [];
  for (const [index, line] of jsonl
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const row = parseRow(line, `${file}:${index + 1}`);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function parseRow(line: string, where: string): Row | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new RowError(`${where}: not JSON`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RowError(`${where}: not a JSON object`);
  }
  const row = value as Record<string, unknown>;
  if (typeof row.text !== 'string') throw new RowError(`${where}: "text" must be a string`);
  const label = LABELS.find((known) => known === row.label);
  if (label === undefined) throw new RowError(`${where}: "label" must be one of ${LABELS.join(', ')}`);
  for (const flag of ['hard', 'ambiguous']) {
    if (row[flag] != null && typeof row[flag] !== 'boolean') {
      throw new RowError(`${where}: "${flag}" must be true or false`);
    }
  }
  if (row.lang != null && typeof row.lang !== 'string') {
    throw new RowError(`${where}: "lang" must be a string`);
  }
  if (row.ambiguous === true) return null;
  return {
    text: row.text,
    label,
    lang: typeof row.lang === 'string' && row.lang !== '' ? row.lang : 'und',
    hard: row.hard === true,
    source: typeof row.source === 'string' ? row.source : '',
  };
}
