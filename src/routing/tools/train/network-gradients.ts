import { LABELS } from '../../labels.ts';
import { DIMENSIONS, FILTERS, SPAN } from '../../network/network.ts';
import { MOST_WORDS, ROWS, ROWS_PER_WORD, type WordRows } from '../../network/words.ts';
import { softmax } from '../../softmax.ts';
import type { Learnt } from './adam.ts';

const CLASSES = LABELS.length;
const WINDOW = SPAN * DIMENSIONS;
/** The loop over a window's numbers is written out for so many filters: what a window holds is then read once for all. */
const AT_ONCE = 4;

/**
 * What share of the rows of each kind, and of the filters' votes, is left out each time a text is shown, so that none is
 * relied on alone. What is left in counts so much the more.
 */
export const LEFT_OUT = {
  word: 0.4,
  beginning: 0.3,
  ending: 0.3,
  cluster: 0.1,
  sign: 0,
  place: 0,
  votes: 0.2,
} as const;

/** A text as the network is trained on it. */
export interface NetworkExample {
  readonly words: WordRows;
  /** What the probability of each label should be. */
  readonly truth: readonly number[];
  /** How often it counts. */
  readonly weight: number;
}

/** The network's numbers while they are learnt. */
export interface NetworkModel {
  readonly vectors: Learnt;
  readonly filters: Learnt;
  readonly thresholds: Learnt;
  readonly votes: Learnt;
  readonly biases: Learnt;
}

/**
 * A learner that adds to the gradients of its model what the log loss of an example says, times a factor. What is left out
 * of it is drawn anew each time.
 */
export function createLearner(
  { biases, filters, thresholds, vectors, votes }: NetworkModel,
  random: () => number,
): (example: NetworkExample, factor: number) => void {
  const leftOutOfWord = ROWS.map((row) => LEFT_OUT[row]);
  /** The words one after another, a word of nothing at either end, so that a window is a stretch of it. */
  const words = new Float64Array((MOST_WORDS + 2) * DIMENSIONS);
  const wordGradients = new Float64Array(words.length);
  /** By how much each row of each word counts: 0 where it is left out. */
  const rowFactors = new Float64Array(MOST_WORDS * ROWS_PER_WORD);
  /** Of each filter: how well it fits where it fits best, where that is, and by how much its votes count. */
  const fits = new Float64Array(FILTERS);
  const places = new Int32Array(FILTERS);
  const filterFactors = new Float64Array(FILTERS);

  return ({ truth, words: rows }, factor) => {
    const count = rows.length / ROWS_PER_WORD;
    readWords(rows, count);
    fitFilters(count);
    const logits = Array.from(biases.values);
    for (let f = 0; f < FILTERS; f++) {
      filterFactors[f] = random() < LEFT_OUT.votes ? 0 : 1 / (1 - LEFT_OUT.votes);
      const fit = (fits[f] ?? 0) * (filterFactors[f] ?? 0);
      if (fit === 0) continue;
      for (let c = 0; c < CLASSES; c++)
        logits[c] = (logits[c] ?? 0) + fit * (votes.values[f * CLASSES + c] ?? 0);
    }
    const errors = softmax(logits, 1).map((probability, c) => factor * (probability - (truth[c] ?? 0)));
    for (let c = 0; c < CLASSES; c++) biases.gradients[c] = (biases.gradients[c] ?? 0) + (errors[c] ?? 0);
    wordGradients.fill(0, 0, (count + 2) * DIMENSIONS);
    for (let f = 0; f < FILTERS; f++) correctFilter(f, errors);
    correctWords(rows, count);
  };

  function readWords(rows: WordRows, count: number): void {
    words.fill(0, 0, (count + 2) * DIMENSIONS);
    for (let i = 0; i < rows.length; i++) {
      const rate = leftOutOfWord[i % ROWS_PER_WORD] ?? 0;
      const factor = rate > 0 && random() < rate ? 0 : 1 / (1 - rate);
      rowFactors[i] = factor;
      if (factor === 0) continue;
      const to = (Math.floor(i / ROWS_PER_WORD) + 1) * DIMENSIONS;
      const from = (rows[i] ?? 0) * DIMENSIONS;
      for (let d = 0; d < DIMENSIONS; d++) {
        words[to + d] = (words[to + d] ?? 0) + factor * (vectors.values[from + d] ?? 0);
      }
    }
  }

  function fitFilters(count: number): void {
    fits.fill(0);
    for (let f = 0; f < FILTERS; f += AT_ONCE) {
      const [a, b, c, d] = [f * WINDOW, (f + 1) * WINDOW, (f + 2) * WINDOW, (f + 3) * WINDOW];
      for (let i = 0; i < count; i++) {
        const at = i * DIMENSIONS;
        let [fitA, fitB, fitC, fitD] = [0, 0, 0, 0];
        for (let k = 0; k < WINDOW; k++) {
          const word = words[at + k] ?? 0;
          fitA += word * (filters.values[a + k] ?? 0);
          fitB += word * (filters.values[b + k] ?? 0);
          fitC += word * (filters.values[c + k] ?? 0);
          fitD += word * (filters.values[d + k] ?? 0);
        }
        keepBest(f, i, fitA);
        keepBest(f + 1, i, fitB);
        keepBest(f + 2, i, fitC);
        keepBest(f + 3, i, fitD);
      }
    }
  }

  function keepBest(f: number, place: number, sum: number): void {
    const fit = sum + (thresholds.values[f] ?? 0);
    if (fit <= (fits[f] ?? 0)) return;
    fits[f] = fit;
    places[f] = place;
  }

  /** Only where a filter fits best, it is to blame; where it fits nowhere, it is not. */
  function correctFilter(f: number, errors: readonly number[]): void {
    const factor = filterFactors[f] ?? 0;
    const fit = (fits[f] ?? 0) * factor;
    if (fit === 0) return;
    let blame = 0;
    for (let c = 0; c < CLASSES; c++) {
      const error = errors[c] ?? 0;
      const vote = f * CLASSES + c;
      blame += error * (votes.values[vote] ?? 0);
      votes.gradients[vote] = (votes.gradients[vote] ?? 0) + fit * error;
    }
    blame *= factor;
    thresholds.gradients[f] = (thresholds.gradients[f] ?? 0) + blame;
    const at = (places[f] ?? 0) * DIMENSIONS;
    const from = f * WINDOW;
    for (let k = 0; k < WINDOW; k++) {
      filters.gradients[from + k] = (filters.gradients[from + k] ?? 0) + blame * (words[at + k] ?? 0);
      wordGradients[at + k] = (wordGradients[at + k] ?? 0) + blame * (filters.values[from + k] ?? 0);
    }
  }

  function correctWords(rows: WordRows, count: number): void {
    for (let i = 0; i < count * ROWS_PER_WORD; i++) {
      const factor = rowFactors[i] ?? 0;
      if (factor === 0) continue;
      const from = (Math.floor(i / ROWS_PER_WORD) + 1) * DIMENSIONS;
      const to = (rows[i] ?? 0) * DIMENSIONS;
      for (let d = 0; d < DIMENSIONS; d++) {
        vectors.gradients[to + d] =
          (vectors.gradients[to + d] ?? 0) + factor * (wordGradients[from + d] ?? 0);
      }
    }
  }
}
