import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LABELS } from '../../../src/routing/labels.ts';

const WORDS = {
  general: ['weather', 'dinner', 'holiday', 'cat'],
  code: ['function', 'compile', 'python', 'loop'],
  math: ['equation', 'integral', 'sum of', 'prime'],
  translate: ['in french', 'into german', 'translate', 'meaning of'],
  structured: ['as json', 'csv with', 'yaml keys', 'table of'],
} as const;

/** A small labelled file that any classifier can learn: 20 rows a label. */
export function syntheticJsonl(): string {
  const rows = LABELS.flatMap((label) =>
    Array.from({ length: 20 }, (_, i) => ({
      text: `please ${WORDS[label][i % 4]} number ${i}`,
      label,
      lang: i % 2 === 0 ? 'en' : 'de',
      hard: i % 5 === 0,
      source: `collection:prompts#${i}`,
    })),
  );
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/**
 * Writes the files that training needs: the two shared ones, and two of our own in a folder beside them. Half the rows of
 * route-dev.jsonl are from where route-train.jsonl has none from.
 */
export function writeSyntheticData(folder: string): { readonly folder: string; readonly own: string } {
  writeFileSync(join(folder, 'route-train.jsonl'), syntheticJsonl());
  const halfFromElsewhere = syntheticJsonl().replace(/collection(:prompts#1?[0-4]")/g, 'by hand$1');
  writeFileSync(join(folder, 'route-dev.jsonl'), halfFromElsewhere.replaceAll('please', 'kindly'));
  const own = join(folder, 'own');
  mkdirSync(own);
  for (const word of ['maybe', 'perhaps']) {
    writeFileSync(join(own, `${word}.jsonl`), syntheticJsonl().replaceAll('please', word));
  }
  return { folder, own };
}
