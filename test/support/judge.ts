import type { Choice, Choose } from '../../src/experts/choose.ts';
import type { Label } from '../../src/routing/labels.ts';
import { LABELS } from '../../src/routing/labels.ts';

export const LETTER: Readonly<Record<Label, string>> = {
  general: 'A',
  code: 'B',
  math: 'C',
  translate: 'D',
  structured: 'E',
};

/** Weights for the double: this label at `probability`, the others share the rest. */
export function leaning(label: Label, probability: number): Record<string, number> {
  const rest = (1 - probability) / (LABELS.length - 1);
  return Object.fromEntries(LABELS.map((name) => [LETTER[name], name === label ? probability : rest]));
}

/** What a model called `m` chose. */
export function chosen(read: Choice['read']): Choice {
  return { model: { model: 'm', root: 'acme/m', window: 4096 }, read };
}

/** A model that never answers, until it is told to stop. */
export const hanging: Choose = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
