import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import { openStores } from '../../src/stores/open.ts';
import type { Ledger } from '../../src/stores/types.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { ledgerContract } from './ledger-contract.ts';

async function openLedger(dataDir: string, now?: () => number): Promise<Ledger> {
  const stores = await openStores({ storeUrl: 'sqlite:', dataDir }, now);
  onTestFinished(() => stores.close());
  return stores.ledger;
}

ledgerContract('in memory', async (now) => createMemoryLedger(now));
ledgerContract('SQLite', (now) => openLedger(tempFolder(), now));
ledgerContract('SQLite, each call on another of two connections', async (now) => {
  const dataDir = tempFolder();
  return alternate(await openLedger(dataDir, now), await openLedger(dataDir, now));
});

function alternate(first: Ledger, second: Ledger): Ledger {
  let calls = 0;
  return new Proxy(first, {
    get: (_, method) => Reflect.get(calls++ % 2 === 0 ? first : second, method),
  });
}

test('two processes on one file lose no increment and never both win a claim or a lease', async () => {
  const dataDir = tempFolder();
  const rounds = 500;
  const workers = ['a', 'b'].map((name) => startWorker(dataDir, name, rounds));
  for (const worker of workers) expect((await worker.lines.next()).value).toBe('ready');
  for (const worker of workers) worker.go();
  const reports = [];
  for (const worker of workers) reports.push(JSON.parse(String((await worker.lines.next()).value)));

  const everyRound = Array.from({ length: rounds }, (_, round) => round);
  const byNumber = (a: number, b: number) => a - b;
  expect(reports.flatMap((report) => report.won).toSorted(byNumber)).toEqual(everyRound);
  expect(reports.flatMap((report) => report.leased).toSorted(byNumber)).toEqual(everyRound);
  const ledger = await openLedger(dataDir);
  expect(await ledger.get('count')).toBe(String(2 * rounds));
});

function startWorker(dataDir: string, name: string, rounds: number) {
  const script = join(import.meta.dirname, 'ledger-worker.ts');
  const child = spawn(process.execPath, [script, dataDir, name, String(rounds)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { lines, go: () => child.stdin.end('go') };
}

test('expired entries that nobody asks for again are swept away by later writes', async () => {
  const clock = { now: 1_000 };
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '' }, () => clock.now);
  for (let user = 0; user < 255; user++) await stores.ledger.increment(`rate ${user}`, 1, 100);
  clock.now = 2_000;
  await stores.ledger.increment('rate 255', 1, 100);
  clock.now = 1_050;
  // With the clock set back they would show, were they still there.
  expect(await stores.ledger.get('rate 0')).toBeNull();
  await stores.close();
});
