import { LABELS } from '../../../src/routing/labels.ts';
import { DIMENSIONS, FILTERS, type Network, SPAN } from '../../../src/routing/network/network.ts';
import { rowsFor } from '../../../src/routing/network/words.ts';

/** A network that says nothing of any text. @param clusters how many fine clusters there are */
export function silentNetwork(clusters: number): Network {
  return {
    vectors: { values: new Int8Array(rowsFor(clusters) * DIMENSIONS), unit: 1 },
    filters: { values: new Int8Array(FILTERS * SPAN * DIMENSIONS), unit: 1 },
    thresholds: new Float32Array(FILTERS),
    votes: new Float32Array(FILTERS * LABELS.length),
    biases: new Float32Array(LABELS.length),
  };
}
