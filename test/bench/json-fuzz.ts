import fc from 'fast-check';
import { schemas, trySchema } from '../checks/json/fuzz.ts';

/** What one schema or one answer may take at most, in milliseconds: its own bounds, and what a busy machine adds. */
const SLOWEST_MS = 6_000;

/** `npx node test/bench/json-fuzz.ts [RUNS]`: the fuzzing of the JSON checks, longer than in the tests. */
const runs = Number(process.argv[2] ?? 5_000);
const total = { usable: 0, refused: 0, passed: 0, repaired: 0, failed: 0, slowestMs: 0 };
const startedMs = performance.now();

fc.assert(
  fc.property(schemas, (schema) => {
    const { failed, passed, repaired, slowestMs, usable } = trySchema(schema);
    total[usable ? 'usable' : 'refused']++;
    total.passed += passed;
    total.repaired += repaired;
    total.failed += failed;
    total.slowestMs = Math.max(total.slowestMs, Math.round(slowestMs));
  }),
  { numRuns: runs },
);
if (total.slowestMs > SLOWEST_MS) throw new Error(`one check took ${total.slowestMs} ms`);
console.log(`${runs} schemas in ${Math.round((performance.now() - startedMs) / 1_000)} s`, total);
