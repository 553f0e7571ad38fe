import { FEATURES_VERSION } from './features.ts';
import { createReader, type Reading } from './reader.ts';
import { decodeWeights } from './weights.ts';

/** What the router sees of a text: no words, only hashed features, and five numbers that it makes of their order. */
export interface TextFeatures {
  /** Features of another version say nothing to this one's training. */
  readonly version: number;
  readonly buckets: readonly number[];
  /** How much each of the buckets says, in units of `VALUE`. A later attention would say it a little otherwise. */
  readonly values: readonly number[];
  /**
   * What the network adds to the logit of each label; absent in what was kept before there was a network. A later one would
   * say something else.
   */
  readonly network?: readonly number[];
}

/**
 * Reads a text's features as the classifier does, for a labelled example without its words.
 *
 * @param bytes of `weights.bin`; read with the first text
 */
export function createDescriber(bytes: Uint8Array): (text: string) => TextFeatures {
  let read: ((text: string) => Reading) | null = null;
  return (text) => {
    read ??= createReader(decodeWeights(bytes));
    const { buckets, network, values } = read(text);
    return { version: FEATURES_VERSION, buckets: [...buckets], values: [...values], network };
  };
}
