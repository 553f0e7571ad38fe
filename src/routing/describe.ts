import { createFeatureExtractor, FEATURES_VERSION, type FeatureExtractor } from './features.ts';
import { decodeWeights } from './weights.ts';

/** What the router sees of a text: no words, only hashed features. */
export interface TextFeatures {
  /** Features of another version say nothing to this one's training. */
  readonly version: number;
  readonly buckets: readonly number[];
}

/**
 * Reads a text's features as the classifier does, for a labelled example without its words.
 *
 * @param bytes of `weights.bin`; read with the first text
 */
export function createDescriber(bytes: Uint8Array): (text: string) => TextFeatures {
  let extract: FeatureExtractor | null = null;
  return (text) => {
    extract ??= createFeatureExtractor(decodeWeights(bytes).clusters);
    const { buckets, count } = extract(text);
    return { version: FEATURES_VERSION, buckets: [...buckets.subarray(0, count)] };
  };
}
