import { LABELS } from '../../labels.ts';
import { accuracy, expectedCalibrationError, isRight, type Outcome, perClass } from '../metrics.ts';
import type { Collected, LeftOut } from './collect.ts';
import { PEOPLE } from './people.ts';
import { EXAMPLES_LEAST, type Trial } from './trial.ts';

const WHY: Readonly<Record<keyof LeftOut, string>> = {
  otherFeatures: 'kept for another version of the features, without their words',
  unreadable: 'unreadable',
  repeated: 'followed by a later one of the same person on the same text',
  tooMany: `older than the latest ${PEOPLE.textsEach} of the same person`,
  contradicted: 'contradicted by as many',
};

/** Why so few corrections teach nothing, in a sentence for the operator; null when there are enough. */
export function tooFew({ examples, people }: Collected, personal: boolean): string | null {
  if (!personal && people < PEOPLE.least) {
    return `Nothing is learnt for all before ${PEOPLE.least} people have corrected answers.`;
  }
  return examples.length < EXAMPLES_LEAST
    ? `Nothing is learnt from fewer than ${EXAMPLES_LEAST} different texts.`
    : null;
}

/** What there is to learn from, and what was left out and why. */
export function formatCollected(
  { corrections, examples, leftOut, people }: Collected,
  personal: boolean,
): string {
  const whose = personal
    ? 'the owner (no chat platform, one key at most)'
    : `${people} ${people === 1 ? 'person' : 'people'}`;
  const left = Object.entries(leftOut).filter(([, count]) => count > 0);
  return [
    `corrections  ${corrections}; they teach ${examples.length} different texts, from ${whose}`,
    ...left.map(([why, count]) => `left out     ${count} ${WHY[why as keyof LeftOut]}`),
  ].join('\n');
}

/** The figures before and after. */
export function formatTrial({ after, before }: Trial): string {
  const line = (name: string, was: string, is: string, rows: number | string) =>
    `  ${name.padEnd(24)}${was.padStart(9)}${is.padStart(9)}${String(rows).padStart(8)}`;
  const right = (name: string, was: readonly Outcome[], is: readonly Outcome[]) => [
    line(name, percent(accuracy(was)), percent(accuracy(is)), was.length),
    ...classes(was, is).map(([label, a, b, n]) => line(`  ${label}`, percent(a), percent(b), n)),
  ];
  return [
    line('', 'before', 'after', 'rows'),
    ...right('evaluation', before.evaluation, after.evaluation),
    line('  ECE', ece(before.evaluation), ece(after.evaluation), ''),
    ...right('in conversations', before.dialogues, after.dialogues),
    ...right('corrected, unseen', before.examples, after.examples),
    line('  by weight', percent(before.examplesRight), percent(after.examplesRight), ''),
    line('  ECE', ece(before.examples), ece(after.examples), ''),
    '  A class: its share that is right. Unseen: each judged by weights that did not learn from it.',
  ].join('\n');
}

/** What stands in the card beside the weights. Shares 0..1. */
export function figuresOf({ corrections, examples, people }: Collected, { after, before, strength }: Trial) {
  const figures = {
    corrections,
    texts: examples.length,
    people,
    strength,
    evaluation_before: accuracy(before.evaluation),
    evaluation: accuracy(after.evaluation),
    dialogues_before: accuracy(before.dialogues),
    dialogues: accuracy(after.dialogues),
    ece_before: expectedCalibrationError(before.evaluation),
    ece: expectedCalibrationError(after.evaluation),
    examples_before: before.examplesRight,
    examples: after.examplesRight,
  };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(4))]));
}

function classes(was: readonly Outcome[], is: readonly Outcome[]) {
  const [a, b] = [perClass(was), perClass(is)];
  return LABELS.filter((label) => (a[label]?.n ?? 0) > 0).map(
    (label) => [label, a[label]?.recall ?? 0, b[label]?.recall ?? 0, a[label]?.n ?? 0] as const,
  );
}

/** How many decisions on the evaluation are others than before, and how many of them are better. */
export function formatChanges({ after, before }: Trial): string {
  const pairs = before.evaluation.map((was, i) => ({ was, is: after.evaluation[i] ?? was }));
  const changed = pairs.filter(({ was, is }) => was.predicted !== is.predicted);
  const better = changed.filter(({ is }) => isRight(is)).length;
  const worse = changed.filter(({ was }) => isRight(was)).length;
  return `  Changed decisions on the evaluation: ${changed.length}, ${better} for the better, ${worse} for the worse.`;
}

function ece(outcomes: readonly Outcome[]): string {
  return expectedCalibrationError(outcomes).toFixed(4);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
