import { EXPERTS, type ExpertName } from '../../../conversation/types.ts';
import { RowError } from '../../tools/rows.ts';

/** A labelled message: one expert can do it alone, or it needs several. */
export interface PlanRow {
  readonly text: string;
  readonly lang: string;
  readonly experts: readonly ExpertName[];
  readonly pictures: boolean;
}

/**
 * The rows of a JSONL text, in their order.
 *
 * @param file only for the error's words
 * @throws RowError at the first bad line
 */
export function parsePlanRows(jsonl: string, file: string): PlanRow[] {
  return jsonl.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const row = rowOf(line);
    if (row === null) {
      throw new RowError(
        `${file}:${index + 1}: must be {"text": …, "lang": …, "experts": […], "pictures"?: true}`,
      );
    }
    return [row];
  });
}

function rowOf(line: string): PlanRow | null {
  let value: Partial<Record<keyof PlanRow, unknown>> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { text, lang, experts, pictures = false } = value ?? {};
  if (typeof text !== 'string' || typeof lang !== 'string' || typeof pictures !== 'boolean') return null;
  if (!Array.isArray(experts) || experts.length === 0) return null;
  const known = experts.filter((one): one is ExpertName => EXPERTS.includes(one));
  return known.length === experts.length ? { text, lang, experts: known, pictures } : null;
}
