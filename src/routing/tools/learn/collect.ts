import { createHash } from 'node:crypto';
import type { Correction } from '../../../feedback/feedback.ts';
import type { TextFeatures } from '../../describe.ts';
import { BUCKETS, FEATURES_VERSION } from '../../features.ts';
import { LABELS } from '../../labels.ts';
import { MOST_VALUE, type Reading } from '../../reader.ts';
import type { LearntExample } from './adapt.ts';
import { PEOPLE, weightCap } from './people.ts';

/** Corrections that teach nothing, by why. */
export interface LeftOut {
  /** Features of another version say nothing to this one, and their words were not kept. */
  readonly otherFeatures: number;
  /** No such label, or no features. */
  readonly unreadable: number;
  /** The same person said something later about the same text. */
  readonly repeated: number;
  /** Older than the person's latest `PEOPLE.textsEach`. */
  readonly tooMany: number;
  /** As many want another expert for the same text. */
  readonly contradicted: number;
}

/** What the corrections teach, in an order that does not depend on theirs. */
export interface Collected {
  readonly examples: readonly LearntExample[];
  /** Corrections that there are, and people of whom some counted. */
  readonly corrections: number;
  readonly people: number;
  readonly leftOut: LeftOut;
}

export interface CollectOptions {
  /** Where corrections keep texts. */
  readonly read: (text: string) => Reading;
  /** All corrections are the owner's: nobody has to be held back. */
  readonly personal: boolean;
}

/** What one person says of one text. */
interface Vote extends Reading {
  readonly by: string;
  /** Of the text's features: the same for texts that have the same words in nearly the same places. */
  readonly text: string;
  readonly label: number;
  readonly at: string;
}

/**
 * From what people corrected to what is learnt. Of one person the latest word on each text counts, the latest
 * `PEOPLE.textsEach` texts at most, and all of it together no more than `PEOPLE.share` of the whole. Where people
 * contradict each other about a text, what the most want counts by as much as they weigh more than all others.
 */
export function collectExamples(
  corrections: readonly Correction[],
  { personal, read }: CollectOptions,
): Collected {
  const leftOut = { otherFeatures: 0, unreadable: 0, repeated: 0, tooMany: 0, contradicted: 0 };
  const votes = corrections.flatMap((correction) => {
    const vote = readVote(correction, read);
    if (typeof vote === 'string') leftOut[vote]++;
    return typeof vote === 'string' ? [] : [personal ? { ...vote, by: '' } : vote];
  });
  const latest = uniqueBy(votes.toSorted(latestFirst), ({ by, text }) => `${by} ${text}`);
  leftOut.repeated = votes.length - latest.length;

  const people = [...Map.groupBy(latest, ({ by }) => by).values()].map((those) =>
    personal ? those : those.slice(0, PEOPLE.textsEach),
  );
  const counted = people.flat();
  leftOut.tooMany = latest.length - counted.length;

  const counts = people.map(({ length }) => length);
  const cap = personal ? Number.POSITIVE_INFINITY : weightCap(counts, PEOPLE.share);
  const weights = new Map(
    people.map((those) => [those[0]?.by ?? '', Math.min(1, cap / those.length)] as const),
  );
  const texts = [...Map.groupBy(counted, ({ text }) => text)].sort(([a], [b]) => (a < b ? -1 : 1));
  const examples = texts.flatMap(([, those]) => {
    const example = agree(those, weights);
    if (example === null) leftOut.contradicted += those.length;
    return example ?? [];
  });
  return { examples, corrections: corrections.length, people: people.length, leftOut };
}

/** Or why it cannot be used. */
function readVote(
  { at, by, features, label, text }: Correction,
  read: CollectOptions['read'],
): Vote | 'otherFeatures' | 'unreadable' {
  if (text === undefined && features !== undefined && features.version !== FEATURES_VERSION) {
    return 'otherFeatures';
  }
  const reading = text === undefined ? readKept(features) : read(text);
  const index = LABELS.indexOf(label);
  return index >= 0 && isUsable(reading)
    ? { by: by ?? '', text: fingerprint(reading.buckets), label: index, at, ...reading }
    : 'unreadable';
}

function readKept(features: Partial<TextFeatures> | undefined): Reading {
  return {
    buckets: Uint32Array.from(features?.buckets ?? []),
    values: Uint16Array.from(features?.values ?? []),
    network: Array.from(features?.network ?? LABELS.map(() => 0)),
  };
}

function isUsable({ buckets, network, values }: Reading): boolean {
  return (
    buckets.length > 0 &&
    buckets.length === values.length &&
    buckets.every((bucket) => bucket < BUCKETS) &&
    values.every((value) => value > 0 && value <= MOST_VALUE) &&
    network.length === LABELS.length &&
    network.every(Number.isFinite)
  );
}

function fingerprint(buckets: Uint32Array): string {
  return createHash('sha256').update(buckets.toSorted().join()).digest('base64url');
}

/** By time, then by what is said: no order that the store happens to have. */
function latestFirst(a: Vote, b: Vote): number {
  const [x, y] = [a, b].map(({ at, by, label, text }) => `${at} ${text} ${label} ${by}`);
  if (x === y) return 0;
  return (x ?? '') > (y ?? '') ? -1 : 1;
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const isNew = !seen.has(key(item));
    seen.add(key(item));
    return isNew;
  });
}

/** Null where nothing is left once those who contradict are taken off. */
function agree(votes: readonly Vote[], weights: ReadonlyMap<string, number>): LearntExample | null {
  const sums = LABELS.map(() => 0);
  for (const { by, label } of votes) sums[label] = (sums[label] ?? 0) + (weights.get(by) ?? 0);
  const most = Math.max(...sums);
  const weight = 2 * most - sums.reduce((sum, value) => sum + value, 0);
  const label = sums.indexOf(most);
  const [vote] = votes;
  // Less is what rounding leaves of votes that weigh the same.
  if (weight <= 1e-9 || vote === undefined) return null;
  const { buckets, network, values } = vote;
  return { label, buckets, network, values, weight };
}
