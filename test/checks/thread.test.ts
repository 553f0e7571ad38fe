import { expect, test } from 'vitest';
import { createCheckThread } from '../../src/checks/thread.ts';
import type { Deed } from './thread-worker.ts';

const never = new AbortController().signal;
const file = new URL('./thread-worker.ts', import.meta.url);

function start({ jobMs = 60_000, jobsMax }: { jobMs?: number; jobsMax?: number } = {}) {
  const thread = createCheckThread<Deed, number>({
    file,
    heapMb: 64,
    jobMs,
    ...(jobsMax !== undefined && { jobsMax }),
  });
  return async (deed: Deed, signal = never) => {
    const done = await thread.run(deed, signal);
    return done === 'unknown' ? done : done.answer;
  };
}

test('jobs are done in their order, by one thread', async () => {
  const run = start();
  expect(await Promise.all([run('echo'), run('echo'), run('echo')])).toEqual([1, 2, 3]);
});

test('a job that takes too long costs nobody but itself: those behind it are done by a new thread', async () => {
  const run = start({ jobMs: 1_000 });
  expect(await Promise.all([run('echo'), run('hang'), run('echo')])).toEqual([1, 'unknown', 1]);
});

test('one whose thread dies, or that throws, is unknown, and the next one is done', async () => {
  const run = start();
  expect(await Promise.all([run('throw'), run('echo'), run('die'), run('echo')])).toEqual([
    'unknown',
    2,
    'unknown',
    1,
  ]);
});

test('nobody waits longer than his signal, whether his job runs or waits', async () => {
  const run = start();
  const stop = new AbortController();
  const [running, waiting, other] = [run('hang', stop.signal), run('echo', stop.signal), run('echo')];
  stop.abort();
  expect(await Promise.all([running, waiting, other])).toEqual(['unknown', 'unknown', 1]);
  expect(await run('echo', stop.signal)).toBe('unknown');
});

test('who stops waiting for a job that has not begun does not disturb the one that runs', async () => {
  const run = start();
  await run('echo');
  const stop = new AbortController();
  const [running, waiting] = [run('echo'), run('echo', stop.signal)];
  stop.abort();
  expect(await Promise.all([running, waiting])).toEqual([2, 'unknown']);
});

test('after so many jobs a new thread takes over', async () => {
  const run = start({ jobsMax: 2 });
  expect(await Promise.all([run('echo'), run('echo'), run('echo')])).toEqual([1, 2, 1]);
});
