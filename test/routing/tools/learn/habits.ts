import { readFileSync } from 'node:fs';
import type { Correction } from '../../../../src/feedback/feedback.ts';
import { LABELS, type Label } from '../../../../src/routing/labels.ts';
import { parseRows } from '../../../../src/routing/tools/rows.ts';

const THINGS = [
  'apples',
  'onboarding',
  'the Q3 launch',
  'vendor calls',
  'the outage on Monday',
  'server costs',
  'hiring',
  'the Berlin office',
  'payroll',
  'customer churn',
  'the mobile app',
  'the data warehouse',
];

/** Ways of asking that only this made-up team has, and what each is for; the router cannot know. */
const HABITS: readonly (readonly [Label, (thing: string, i: number) => string])[] = [
  ['structured', (thing) => `standup card for ${thing}`],
  ['math', (thing, i) => `runway check on ${thing}, ${3 * i + 4}k left, ${i + 2}k burn`],
  ['translate', (thing) => `house style for the Lyon crew: ${thing} starts at nine`],
  ['code', (thing) => `lambda lane: nightly purge of ${thing}`],
];

/** A correction with its text, said in the given minute of a day. */
export function correction(by: string, label: Label, text: string, minute = 0): Correction {
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  return { by, label, text, was: 'general', confidence: 0.5, at };
}

/** What a team of four corrected: twelve texts of each of its habits, shared out among them. */
export function teamCorrections(): Correction[] {
  return HABITS.flatMap(([label, say], habit) =>
    THINGS.map((thing, i) => correction(`person ${(i + habit) % 4}`, label, say(thing, i), i)),
  );
}

/** The text of a habit that nobody has corrected yet. */
export const UNSEEN = { text: 'runway check on the canteen, 31k left, 9k burn', label: 'math' } as const;

/** A thousand messages that are routed well, each sent to an expert that is wrong for it, by one person, later. */
export function flood(by: string): Correction[] {
  const url = new URL('../../../../src/routing/data/training/collections.jsonl', import.meta.url);
  const rows = parseRows(readFileSync(url, 'utf8'), 'collections.jsonl').slice(0, 1000);
  return rows.map(({ label, text }, i) => correction(by, wrongFor(label), text, 100 + i));
}

/** The next label. */
export function wrongFor(label: Label): Label {
  return LABELS[(LABELS.indexOf(label) + 1) % LABELS.length] ?? 'general';
}
