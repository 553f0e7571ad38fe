import { LABELS } from '../labels.ts';
import { type TableReader, tables } from '../tables.ts';
import { DIMENSIONS, FILTERS, type Network, type Quantised, SPAN } from './network.ts';
import { rowsFor } from './words.ts';

/** The network as tables of the weights' file, in their order. */
export function encodeNetwork({ biases, filters, thresholds, vectors, votes }: Network): Uint8Array[] {
  return [
    tables.floats([vectors.unit, filters.unit]),
    tables.floats(thresholds),
    tables.floats(votes),
    tables.floats(biases),
    tables.signed(vectors.values),
    tables.signed(filters.values),
  ];
}

/**
 * Reads those tables.
 *
 * @param clusters how many fine clusters there are
 * @throws RangeError where the bytes end before they do
 */
export function readNetwork(read: TableReader, clusters: number): Network {
  const [vectorUnit = 0, filterUnit = 0] = read.floats(2);
  const signed = (unit: number, length: number): Quantised => ({ unit, values: read.signed(length) });
  // In the order of the file.
  return {
    thresholds: read.floats(FILTERS),
    votes: read.floats(FILTERS * LABELS.length),
    biases: read.floats(LABELS.length),
    vectors: signed(vectorUnit, rowsFor(clusters) * DIMENSIONS),
    filters: signed(filterUnit, FILTERS * SPAN * DIMENSIONS),
  };
}
