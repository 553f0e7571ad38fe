import { expect, test } from 'vitest';
import { conversationKey } from '../../src/conversation/key.ts';
import { createLocks } from '../../src/conversation/lock.ts';

const key = conversationKey('web', 'session', 'a');
const other = conversationKey('web', 'session', 'b');
const never = new AbortController().signal;

test('jobs of one conversation run one after the other, in the order they asked', async () => {
  const locks = createLocks();
  const log: string[] = [];
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const jobs = gates.map((gate, index) =>
    locks.run(key, never, async () => {
      log.push(`start ${index}`);
      await gate.promise;
      log.push(`end ${index}`);
    }),
  );
  for (const gate of gates.toReversed()) gate.resolve();
  await Promise.all(jobs);
  expect(log).toEqual(['start 0', 'end 0', 'start 1', 'end 1', 'start 2', 'end 2']);
});

test('a held conversation does not hold up another', async () => {
  const locks = createLocks();
  const release = await locks.acquire(key, never);
  expect(await locks.run(other, never, async () => 'ran')).toBe('ran');
  release();
});

test('an abort leaves the queue with its reason, and those behind keep their order', async () => {
  const locks = createLocks();
  const log: string[] = [];
  const release = await locks.acquire(key, never);
  const impatient = new AbortController();
  const second = locks.run(key, impatient.signal, async () => log.push('second'));
  const third = locks.run(key, never, async () => log.push('third'));
  const fourth = locks.run(key, never, async () => log.push('fourth'));
  impatient.abort(new Error('went away'));
  await expect(second).rejects.toThrow('went away');
  expect(log).toEqual([]);
  release();
  await Promise.all([third, fourth]);
  expect(log).toEqual(['third', 'fourth']);
});

test('an abort after the lock was granted does not take it away', async () => {
  const locks = createLocks();
  const release = await locks.acquire(key, never);
  const controller = new AbortController();
  const acquired = locks.acquire(key, controller.signal);
  release();
  controller.abort(new Error('too late'));
  const releaseSecond = await acquired;
  expect(locks.size).toBe(1);
  releaseSecond();
  expect(locks.size).toBe(0);
});

test('a signal that is already aborted takes nothing', async () => {
  const locks = createLocks();
  await expect(locks.acquire(key, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(locks.size).toBe(0);
});

test('a release that is called twice does not free the next holder', async () => {
  const locks = createLocks();
  const first = await locks.acquire(key, never);
  const second = locks.acquire(key, never);
  const third = locks.acquire(key, never);
  let thirdHolds = false;
  void third.then(() => {
    thirdHolds = true;
  });
  first();
  const releaseSecond = await second;
  first();
  await new Promise(setImmediate);
  expect(thirdHolds).toBe(false);
  releaseSecond();
  (await third)();
  expect(locks.size).toBe(0);
});

test('a job that throws frees the conversation', async () => {
  const locks = createLocks();
  await expect(
    locks.run(key, never, async () => {
      throw new Error('broke');
    }),
  ).rejects.toThrow('broke');
  expect(await locks.run(key, never, async () => 'next')).toBe('next');
});

test('an idle conversation costs no entry', async () => {
  const locks = createLocks();
  const jobs = Array.from({ length: 1000 }, (_, index) =>
    locks.run(conversationKey('web', 'session', `${index % 200}`), never, async () => index),
  );
  expect(locks.size).toBe(200);
  await Promise.all(jobs);
  expect(locks.size).toBe(0);
});

test('idle waits until the last conversation is given back, and for nothing where none is held', async () => {
  const locks = createLocks();
  await locks.idle();
  const first = await locks.acquire(key, never);
  const second = await locks.acquire(other, never);
  let idle = false;
  const waiting = locks.idle().then(() => {
    idle = true;
  });
  first();
  await new Promise(setImmediate);
  expect(idle).toBe(false);
  second();
  await waiting;
  await locks.idle();
});
