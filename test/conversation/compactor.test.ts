import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCompactor } from '../../src/conversation/compactor.ts';
import { ExpertError } from '../../src/experts/errors.ts';
import type { Experts } from '../../src/experts/experts.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts, memoryLog } from '../support/experts.ts';
import { KEY, message, storedTurn } from '../support/turns.ts';

let vllm: VllmDouble;
let parts: Awaited<ReturnType<typeof conversationParts>>;
const never = new AbortController().signal;
const SUMMARY = 'They counted.';
const isSummary = (body: unknown) => JSON.stringify(body).includes('Summarise the conversation');

beforeEach(async () => {
  vllm = await startVllm({ window: 4096, script: (body) => (isSummary(body) ? SUMMARY : 'The answer.') });
  parts = await conversationParts({ urls: { general: [vllm.url] } });
});

afterEach(async () => {
  await parts.close();
  await vllm.close();
});

async function tell(turns: number, words: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    const context = await parts.contexts.load(KEY);
    await parts.contexts.append(KEY, context, storedTurn(`${turn} ${'word '.repeat(words)}`, 'yes'), null);
  }
}

const head = async () => (await parts.contexts.load(KEY)).head;

/** A compactor beside that of the conversation, with a log of its own. */
function compactorOf(changes: { experts?: Experts } = {}) {
  const { lines, log } = memoryLog();
  const compactor = createCompactor({ ...parts, log, ...changes }, (_, job) => job());
  return { lines, compactor };
}

describe('older turns', () => {
  test.each([
    ['far larger than the window', 16, 1_500],
    ['far more than usual', 120, 60],
  ])('that have grown %s are folded all the same', async (_, turns, words) => {
    await tell(turns, words);
    await collect(parts.ask(message('and now?'), never));
    await expect.poll(async () => (await head()).summary).toBe(SUMMARY);
    expect((await head()).from).toBeGreaterThan(0);
    expect(parts.lines.filter((line) => line.includes('context_overflow'))).toEqual([]);
  });

  test('stay where they are while the conversation is forgotten under the summary', async () => {
    await tell(20, 5);
    vllm.set({ firstTokenMs: 100 });
    const { compactor } = compactorOf();
    const considered = compactor.consider(KEY, null);
    await expect.poll(() => vllm.running).toBe(1);
    await parts.forget(KEY);
    await tell(1, 5);
    await considered;
    expect(await head()).toMatchObject({ turns: 1, from: 0, summary: null });
  });

  test('are tried again later when the summary fails', async () => {
    await tell(20, 5);
    vllm.set({ fault: { kind: 'status', status: 500, times: 1 } });
    const { compactor } = compactorOf();
    await compactor.consider(KEY, null);
    expect((await head()).summary).toBeNull();
    await compactor.consider(KEY, null);
    expect((await head()).summary).toBe(SUMMARY);
  });
});

test('giving way to a person is no failure, and nothing to tell the operator', async () => {
  await tell(20, 5);
  const experts = {
    ...parts.experts,
    // biome-ignore lint/correctness/useYield: it fails before it has anything to say
    async *stream() {
      throw new ExpertError('preempted', 'embedded', 'gave way to a person');
    },
  } satisfies Experts;
  const { lines, compactor } = compactorOf({ experts });
  await compactor.consider(KEY, null);
  expect(lines).toEqual([]);
  const { values } = await parts.metrics.compactions.get();
  expect(values).toMatchObject([{ labels: { outcome: 'gave_way' }, value: 1 }]);
});

test('closing ends a summary that is under way', async () => {
  await tell(20, 5);
  vllm.set({ fault: { kind: 'hang' } });
  const { compactor } = compactorOf();
  const considered = compactor.consider(KEY, null);
  await expect.poll(() => vllm.requests.some(({ body }) => isSummary(body))).toBe(true);
  await compactor.close();
  await considered;
  await vllm.nextAbort();
});
