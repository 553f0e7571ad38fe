import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyJson } from '../../../src/checks/json/verify.ts';
import { createSchemaCheck } from '../../../src/checks/json-schema.ts';
import { DAMAGE, type Pair, pairs } from './damage.ts';

/** The validator by itself, without anything of ours around it; its own check of the schema takes most of the time. */
const held = ({ schema, value }: Pair) => ({
  value,
  check: createSchemaCheck(schema),
  fits: new Ajv({ strict: false, validateSchema: false }).compile(schema),
});
const PAIRS = fc.sample(pairs, { numRuns: 30, seed: 8 }).map(held);

describe('damage that leaves one reading is mended by rule, always:', () => {
  test.each(Object.entries(DAMAGE))('%s', (_, damage) => {
    for (const { check, fits, value } of PAIRS) {
      const answer = damage(JSON.stringify(value), value);
      const result = verifyJson(answer, check, false);
      expect({ answer, result }).toEqual({ answer, result: { ...result, value } });
      expect(fits(result.value)).toBe(true);
    }
  });
});

test('an answer that is cut anywhere becomes what fits, and is no longer than what was written, or fails', () => {
  const seen = { repaired: 0, failed: 0 };
  const share = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...PAIRS), share, fc.boolean(), ({ check, fits, value }, share, isCut) => {
      const json = JSON.stringify(value);
      const result = verifyJson(json.slice(0, Math.floor(json.length * share)), check, isCut);
      if (result.status === 'passed') return false;
      seen[result.status]++;
      return (
        result.status === 'failed' ||
        (fits(result.value) && JSON.stringify(result.value).length <= json.length)
      );
    }),
    { numRuns: 200 },
  );
  expect(Math.min(seen.repaired, seen.failed)).toBeGreaterThan(5);
});

test('whatever stands around it, what is called a success fits', () => {
  const pieces = ['{', '}', '[', ']', '"', ':', ',', '\\', 'null', '1', 'age', "'", '\n', '```', ' ', '\\"'];
  const noise = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join('')),
  );
  const seen = { passed: 0, repaired: 0, failed: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...PAIRS), noise, noise, ({ check, fits, value }, before, after) => {
      const result = verifyJson(`${before}${JSON.stringify(value)}${after}`, check, false);
      seen[result.status]++;
      return result.status === 'failed' || fits(result.value);
    }),
    { numRuns: 100 },
  );
  expect(seen.repaired).toBeGreaterThan(50);
});
