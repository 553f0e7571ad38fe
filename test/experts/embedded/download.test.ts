import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Download, DownloadError, download } from '../../../src/experts/embedded/download.ts';
import { type HubDouble, startHub } from '../../doubles/hub/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251));
const LIMITS = { connectMs: 2_000, idleMs: 2_000, fruitless: 2, tries: 20, retryDelayMs: 1 };

interface Case {
  readonly hub: HubDouble;
  readonly path: string;
  readonly order: Download;
  readonly progress: number[];
}

async function prepare(order: Partial<Download> = {}): Promise<Case> {
  const hub = await startHub(CONTENT);
  onTestFinished(() => hub.close());
  const path = join(tempFolder(), 'model.gguf');
  const progress: number[] = [];
  const whole: Download = {
    url: `${hub.url}/owner/name/resolve/main/model.gguf`,
    path,
    bytes: CONTENT.length,
    sha256: createHash('sha256').update(CONTENT).digest('hex'),
    onProgress: (received) => progress.push(received),
    signal: new AbortController().signal,
    limits: LIMITS,
    ...order,
  };
  return { hub, path, order: whole, progress };
}

/** Breaks the connection off as soon as so many bytes have arrived. */
function breakingAt(hub: HubDouble, points: readonly number[], progress: number[] = []) {
  return (received: number) => {
    progress.push(received);
    if (points.includes(received)) hub.breakOff();
  };
}

test('a file arrives whole, through the redirect, and nothing else stays', async () => {
  const { path, order, progress, hub } = await prepare();
  await download(order);
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
  expect(existsSync(`${path}.part`)).toBe(false);
  expect(progress.at(-1)).toBe(CONTENT.length);
  expect(hub.requests).toHaveLength(1);
});

test('a connection that breaks again and again is resumed where it broke', async () => {
  const { path, order, hub, progress } = await prepare();
  hub.faults.holdAfter = [10_000, 20_000, 30_000];
  await download({ ...order, onProgress: breakingAt(hub, [10_000, 30_000, 60_000], progress) });
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
  expect(hub.requests.map(({ range }) => range)).toEqual([
    null,
    'bytes=10000-',
    'bytes=30000-',
    'bytes=60000-',
  ]);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});

test('what an earlier process had got is not fetched again', async () => {
  const { path, order, hub } = await prepare();
  writeFileSync(`${path}.part`, CONTENT.subarray(0, 70_000));
  await download(order);
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
  expect(hub.requests.map(({ range }) => range)).toEqual(['bytes=70000-']);
});

test('a part that is whole already is only verified', async () => {
  const { path, order, hub } = await prepare();
  writeFileSync(`${path}.part`, CONTENT);
  await download(order);
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
  expect(hub.requests).toHaveLength(0);
});

test('a server that ignores Range sends the file anew', async () => {
  const { path, order, hub } = await prepare();
  hub.faults.ranges = false;
  hub.faults.holdAfter = [50_000];
  await download({ ...order, onProgress: breakingAt(hub, [50_000]) });
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
});

test('a part that is longer than the file is thrown away', async () => {
  const { path, order, hub } = await prepare();
  writeFileSync(`${path}.part`, Buffer.alloc(CONTENT.length + 5));
  await download(order);
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
  expect(hub.requests.at(-1)?.range).toBe(null);
});

test('a file with a wrong checksum is fetched once more', async () => {
  const { path, order, hub } = await prepare();
  hub.faults.wrong = [Buffer.alloc(CONTENT.length)];
  await download(order);
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
  expect(hub.requests).toHaveLength(2);
});

test('a part that belongs to another file costs one more download, not a wrong model', async () => {
  const { path, order } = await prepare();
  writeFileSync(`${path}.part`, Buffer.alloc(1_000));
  await download(order);
  expect(readFileSync(path).equals(CONTENT)).toBe(true);
});

test('a file that is wrong twice is refused, and nothing of it stays', async () => {
  const { path, order, hub } = await prepare();
  hub.faults.wrong = [Buffer.alloc(CONTENT.length), Buffer.alloc(CONTENT.length)];
  await expect(download(order)).rejects.toThrow(/wrong checksum, twice/);
  expect(existsSync(path)).toBe(false);
  expect(existsSync(`${path}.part`)).toBe(false);
});

test('more bytes than the file has are not written to the disk', async () => {
  const { path, order, hub } = await prepare();
  hub.faults.wrong = [Buffer.alloc(CONTENT.length + 1)];
  await expect(download(order)).rejects.toThrow(/more than the 100000 bytes/);
  expect(existsSync(`${path}.part`)).toBe(false);
});

test('a busy server is asked again', async () => {
  const { path, order, hub } = await prepare();
  hub.faults.statuses = [503];
  await download(order);
  expect(existsSync(path)).toBe(true);
});

test('a server that does not have the file is asked once', async () => {
  const { order, hub } = await prepare();
  hub.faults.statuses = [404, 404];
  const failure = download(order);
  await expect(failure).rejects.toThrow(DownloadError);
  await expect(failure).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404$/);
  expect(hub.requests).toHaveLength(1);
});

test('a server that stays busy is given up after two tries', async () => {
  const { order, hub } = await prepare();
  hub.faults.statuses = [503, 503, 503];
  await expect(download(order)).rejects.toThrow(/answered 503/);
  expect(hub.requests).toHaveLength(2);
});

test('a server that is down is given up with a readable reason', async () => {
  const { order, hub } = await prepare();
  await hub.close();
  await expect(download(order)).rejects.toThrow(/could not be reached \(ECONNREFUSED\)/);
});

test('a server that accepts but never answers is given up', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const { order } = await prepare({ limits: { ...LIMITS, connectMs: 30 } });
  const url = `http://127.0.0.1:${port}/model.gguf`;
  await expect(download({ ...order, url })).rejects.toThrow(/did not answer in time/);
});

test('a stream that stalls is given up, and what came is kept for later', async () => {
  const { path, order, hub } = await prepare({ limits: { ...LIMITS, idleMs: 300 } });
  hub.faults.holdAfter = [10_000, 0, 0];
  await expect(download(order)).rejects.toThrow(/did not answer in time/);
  expect(existsSync(path)).toBe(false);
  expect(statSync(`${path}.part`).size).toBe(10_000);
});

test('an abort in mid-download ends it with its reason, and the part stays', async () => {
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error('stopped'));
  const { path, order } = await prepare({ signal: controller.signal, onProgress });
  await expect(download(order)).rejects.toThrow('stopped');
  expect(existsSync(path)).toBe(false);
});

test('no password of an address gets into a message', async () => {
  const { order, hub } = await prepare();
  hub.faults.statuses = [403];
  const url = `${order.url}?token=secret-in-the-query`;
  const failure: unknown = await download({ ...order, url }).catch((error: unknown) => error);
  expect(String(failure)).not.toContain('secret');
});
