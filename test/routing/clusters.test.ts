import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fineCluster, NO_CLUSTER, parseClusters } from '../../src/routing/clusters.ts';
import { hashWord } from '../../src/routing/hash.ts';
import { MAX_CODES, writeCodes } from '../../src/routing/normalize.ts';
import { createTokenReader } from '../../src/routing/tokens.ts';
import { createUnitReader } from '../../src/routing/units.ts';
import { decodeWeights, weightsUrl } from '../../src/routing/weights.ts';

const clustersText = readFileSync(
  new URL('../../src/routing/clusters/clusters.txt', import.meta.url),
  'utf8',
);

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

test('every word of the checked-in clusters is read as one unit, found on its own line', () => {
  const codes = new Uint16Array(MAX_CODES);
  const readTokens = createTokenReader();
  const readUnits = createUnitReader(parseClusters(clustersText));
  const strayed = clustersText.split('\n').flatMap((line, i) =>
    line
      .split(' ')
      .slice(1)
      .filter((word) => {
        const units = readUnits(readTokens(codes, writeCodes(word, codes)));
        return units.count !== 1 || units.fine[0] !== i;
      }),
  );
  expect(strayed).toEqual([]);
});

test('words of other languages stand with the English ones that they translate', () => {
  const clusters = parseClusters(clustersText);
  const clusterOf = (word: string) => fineCluster(clusters, hashWord(word));
  for (const word of ['recette', 'receta', 'ricetta', 'rezept', 'рецепт', 'レシピ', '레시피']) {
    expect([word, clusterOf(word)]).toEqual([word, clusterOf('recipe')]);
  }
});

test('the checked-in weights carry the checked-in clusters', () => {
  expect(decodeWeights(readFileSync(weightsUrl)).clusters).toEqual(parseClusters(clustersText));
});
