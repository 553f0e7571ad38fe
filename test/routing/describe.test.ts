import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createDescriber } from '../../src/routing/describe.ts';
import { BUCKETS, FEATURES_VERSION } from '../../src/routing/features.ts';
import { LABELS } from '../../src/routing/labels.ts';
import { weightsUrl } from '../../src/routing/weights.ts';

test('a text is described by the features that the classifier sees, kept apart from the next', async () => {
  const describe = createDescriber(await readFile(weightsUrl));
  const first = describe('write a function that sorts');
  const copy = structuredClone(first);
  const second = describe('翻译成英文：你好');
  expect(first).toEqual(copy);
  expect(describe('write a function that sorts')).toEqual(first);
  expect(second.buckets).not.toEqual(first.buckets);
  expect(first.version).toBe(FEATURES_VERSION);
  expect(first.buckets.every((bucket) => Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS)).toBe(
    true,
  );
  expect(first.values).toHaveLength(first.buckets.length);
  expect(first.network).toHaveLength(LABELS.length);
  expect(second.network).not.toEqual(first.network);
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
});
