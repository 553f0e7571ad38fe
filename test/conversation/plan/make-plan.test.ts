import { expect, test } from 'vitest';
import { makePlan } from '../../../src/conversation/plan/make-plan.ts';
import type { Experts } from '../../../src/experts/experts.ts';
import type { Seat } from '../../../src/experts/pool.ts';
import { qwenInstruct } from '../../../src/experts/profiles/general.ts';
import { memoryLog } from '../../support/experts.ts';

const request = { text: 'Solve it and give it as JSON: 3x + 4 = 19', pictures: 0, likely: ['math'] } as const;

/** Experts with one engine, and what it was asked to generate. */
function experts(embedded: boolean) {
  const generated: unknown[] = [];
  const seat = { engine: { embedded }, profile: qwenInstruct, exact: false } as unknown as Seat;
  const stream: Experts['stream'] = async function* (_expert, prepare, signal) {
    generated.push(await prepare(seat, signal));
    yield { type: 'text', delta: '{"steps":[]}' };
  };
  return { generated, stream };
}

test.each([
  ['the embedded model is asked for no plan', true, 0],
  ['a served one is', false, 1],
])('%s', async (_, embedded, calls) => {
  const { log, lines } = memoryLog();
  const asked = experts(embedded);
  const planned = await makePlan(request, asked, log, new AbortController().signal);
  expect(asked.generated).toHaveLength(calls);
  expect(planned?.plan ?? null).toBeNull();
  expect(lines).toEqual([]);
});
