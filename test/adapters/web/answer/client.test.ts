import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createWorkerClient,
  type Host,
  type HostEvents,
  type WorkerLost,
} from '../../../../adapters/web/page/answer/worker/client.ts';

/** Workers that answer when the test says so. */
function createFakeWorkers() {
  const workers: { say(data: unknown): void; fail(): void; terminated: boolean }[] = [];
  const start = ({ message, failed }: HostEvents): Host => {
    const worker = { say: message, fail: failed, terminated: false };
    workers.push(worker);
    return {
      postMessage() {},
      terminate() {
        worker.terminated = true;
      },
    };
  };
  return { workers, start };
}

const lost = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it was answered'),
    (error: WorkerLost) => error.guilty,
  );

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one worker answers all, in order', async () => {
  const { workers, start } = createFakeWorkers();
  const client = createWorkerClient<string, string>(start);
  const replies = [client.ask('a'), client.ask('b')];
  workers[0]?.say('ready');
  workers[0]?.say('A');
  workers[0]?.say('B');
  expect(await Promise.all(replies)).toEqual(['A', 'B']);
  expect(workers).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a worker that hangs is replaced; only what it hung over is guilty', async () => {
  const { workers, start } = createFakeWorkers();
  const client = createWorkerClient<string, string>(start);
  const [fine, hung, innocent] = [client.ask('fine'), lost(client.ask('hung')), lost(client.ask('innocent'))];
  workers[0]?.say('ready');
  workers[0]?.say('FINE');
  vi.advanceTimersByTime(20_000);
  expect([await fine, await hung, await innocent]).toEqual(['FINE', true, false]);
  expect(workers[0]?.terminated).toBe(true);
  const again = client.ask('again');
  expect([workers.length, client.generation]).toEqual([2, 2]);
  workers[1]?.say('ready');
  workers[1]?.say('AGAIN');
  expect(await again).toBe('AGAIN');
});

test('a worker that is still being loaded does not hang', async () => {
  const { workers, start } = createFakeWorkers();
  const client = createWorkerClient<string, string>(start);
  const reply = client.ask('a');
  vi.advanceTimersByTime(60_000);
  workers[0]?.say('ready');
  workers[0]?.say('A');
  expect(await reply).toBe('A');
});

test('a worker that throws is guilty of what it was asked; one that cannot be loaded is given up after a while', async () => {
  const { workers, start } = createFakeWorkers();
  const client = createWorkerClient<string, string>(start);
  const thrown = lost(client.ask('a'));
  workers[0]?.say('ready');
  workers[0]?.fail();
  expect(await thrown).toBe(true);
  for (const index of [1, 2, 3]) {
    const unloaded = lost(client.ask('b'));
    workers[index]?.fail();
    expect(await unloaded).toBe(false);
  }
  expect(await lost(client.ask('c'))).toBe(true);
  expect(workers).toHaveLength(4);
});
