import type { Label } from '../../../src/routing/labels.ts';
import type { Baseline } from './keyword-router.ts';

interface Utterance {
  readonly text: string;
  readonly label: Label;
}

/** Character n-grams, as words do not exist in Chinese text without a dictionary. */
const SHORTEST = 2;
const LONGEST = 4;
/** As much of a long message as ours looks at, roughly. */
const READ_CHARS = 2000;

/**
 * The label of the example whose TF-IDF vector lies nearest by cosine, general when none shares anything: what
 * semantic routers do with example utterances, as in `TfidfEncoder` of aurelio-labs/semantic-router (MIT), whose words
 * are character n-grams here. Its index is inverted, so that only examples with something in common are compared.
 */
export function createNearestUtterance(utterances: readonly Utterance[]): Baseline {
  const vectors = utterances.map(({ text }) => counts(text));
  const documents = new Map<string, number>();
  for (const vector of vectors)
    for (const gram of vector.keys()) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  const idf = (gram: string) => Math.log((1 + utterances.length) / (1 + (documents.get(gram) ?? 0))) + 1;

  const postings = new Map<string, { rows: number[]; weights: number[] }>();
  for (const [row, vector] of vectors.entries()) {
    for (const [gram, weight] of normalised(vector, idf)) {
      const posting = postings.get(gram) ?? { rows: [], weights: [] };
      postings.set(gram, posting);
      posting.rows.push(row);
      posting.weights.push(weight);
    }
  }

  return (text) => {
    const cosines = new Float64Array(utterances.length);
    for (const [gram, weight] of normalised(counts(text), idf)) {
      const posting = postings.get(gram);
      if (posting === undefined) continue;
      for (const [i, row] of posting.rows.entries()) {
        cosines[row] = (cosines[row] ?? 0) + weight * (posting.weights[i] ?? 0);
      }
    }
    let best = -1;
    let highest = 0;
    for (const [row, cosine] of cosines.entries()) {
      if (cosine > highest) [best, highest] = [row, cosine];
    }
    return utterances[best]?.label ?? 'general';
  };
}

function counts(text: string): Map<string, number> {
  const characters = [...text.slice(0, READ_CHARS).toLowerCase().replace(/\s+/g, ' ')];
  const found = new Map<string, number>();
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let i = 0; i + length <= characters.length; i++) {
      const gram = characters.slice(i, i + length).join('');
      found.set(gram, (found.get(gram) ?? 0) + 1);
    }
  }
  return found;
}

/** Weights whose squares sum to 1. */
function normalised(vector: ReadonlyMap<string, number>, idf: (gram: string) => number): [string, number][] {
  const weights = [...vector].map(([gram, count]): [string, number] => [gram, count * idf(gram)]);
  const length = Math.hypot(...weights.map(([, weight]) => weight));
  return weights.map(([gram, weight]) => [gram, weight / (length || 1)]);
}
