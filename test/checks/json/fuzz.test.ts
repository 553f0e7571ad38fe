import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schemas, trySchema } from './fuzz.ts';

/** `npx node test/bench/json-fuzz.ts` does thousands. */
const RUNS = 40;

test('whatever schema and answer are, what is called a success fits', { timeout: 60_000 }, () => {
  const seen = { usable: 0, passed: 0, repaired: 0, failed: 0 };
  fc.assert(
    fc.property(schemas, (schema) => {
      const { failed, passed, repaired, usable } = trySchema(schema);
      seen.usable += Number(usable);
      seen.passed += passed;
      seen.repaired += repaired;
      seen.failed += failed;
    }),
    { numRuns: RUNS },
  );
  // It is no test when every schema is refused, or every answer taken.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
});
