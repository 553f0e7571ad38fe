import { expect, test } from 'vitest';
import type { Encoding } from '../../../../adapters/web/bundle/asset.ts';
import { chooseEncoding } from '../../../../adapters/web/bundle/send.ts';

const both = new Map<Encoding, null>([
  ['br', null],
  ['gzip', null],
]);

test.each<[string | undefined, Map<Encoding, null>, Encoding | null]>([
  ['gzip, deflate, br, zstd', both, 'br'],
  ['gzip, deflate', both, 'gzip'],
  ['br;q=0, gzip;q=0.5', both, 'gzip'],
  ['GZIP', both, 'gzip'],
  ['identity', both, null],
  [undefined, both, null],
  ['br', new Map(), null],
])('of what the browser takes (%s), the smallest form that exists is sent', (accepted, packed, expected) => {
  expect(chooseEncoding(accepted, packed)).toBe(expected);
});
