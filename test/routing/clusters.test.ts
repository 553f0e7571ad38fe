import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fineCluster, NO_CLUSTER, parseClusters } from '../../src/routing/clusters.ts';
import { hashWord } from '../../src/routing/hash.ts';
import { decodeWeights, weightsUrl } from '../../src/routing/weights.ts';

test('a word is found in the cluster of its line, and no other word is', () => {
  const words = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom(...'abc语言'), minLength: 1, maxLength: 6 }),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(words, fc.string(), (listed, other) => {
      const clusters = parseClusters(listed.map((word, i) => `${i % 3} ${word}`).join('\n'));
      listed.forEach((word, i) => {
        const fine = fineCluster(clusters, hashWord(word));
        expect([fine, clusters.coarse[fine]]).toEqual([i, i % 3]);
        expect(fineCluster(clusters, hashWord(word) | 0)).toBe(i);
      });
      if (!listed.includes(other)) expect(fineCluster(clusters, hashWord(other))).toBe(NO_CLUSTER);
    }),
    { numRuns: 100 },
  );
});

test('a line that is none is refused by name', () => {
  expect(() => parseClusters('0 a b\nfruit apple pear\n')).toThrow('fruit apple pear');
});

test('the checked-in weights carry the checked-in clusters', () => {
  const text = readFileSync(new URL('../../src/routing/clusters/clusters.txt', import.meta.url), 'utf8');
  expect(decodeWeights(readFileSync(weightsUrl)).clusters).toEqual(parseClusters(text));
});
