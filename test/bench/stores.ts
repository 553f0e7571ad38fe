import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pino } from 'pino';
import { openSqliteInbox } from '../../src/delivery/sqlite-inbox.ts';
import { openStores } from '../../src/stores/open.ts';
import { message } from '../delivery/messages.ts';

export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** Milliseconds of each of `count` calls, sorted. */
async function time(count: number, call: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const begin = performance.now();
    await call(index);
    times.push(performance.now() - begin);
  }
  return times.toSorted((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
const us = (ms: number) => `${(ms * 1000).toFixed(0)} µs`;
const ms = (value: number) => `${value.toFixed(2)} ms`;
const spread = (times: readonly number[], unit: (ms: number) => string) =>
  `p50 ${unit(at(times, 0.5))}, p99 ${unit(at(times, 0.99))}`;

/** The stores and the inbox on this machine's disk, through the interfaces that the program uses. */
export async function benchStores(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  try {
    return [...(await benchCache(folder)), ...(await benchInbox(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchCache(dataDir: string): Promise<Figure[]> {
  const stores = await openStores({ storeUrl: 'sqlite:', dataDir });
  const cache = stores.cache('bench');
  const big = 'x'.repeat(19_000);
  const turn = { text: 'y'.repeat(300), response: 'z'.repeat(600), expert: 'general' };

  const begin = performance.now();
  const sets = 3000;
  for (let index = 0; index < sets; index++) await cache.set(`big ${index}`, big);
  const setsPerSecond = (sets / (performance.now() - begin)) * 1000;

  const setTurn = await time(4000, (index) => cache.set(`turn ${index}`, turn));
  const getTurn = await time(4000, (index) => cache.get(`turn ${index}`));
  const getMany = await time(1000, (index) =>
    cache.getMany(Array.from({ length: 40 }, (_, offset) => `turn ${(index * 40 + offset) % 4000}`)),
  );
  const increment = await time(2000, (index) => stores.ledger.increment(`user ${index % 20}`, 1, 60_000));
  await stores.close();
  return [
    { name: 'store: sets of 19 KB', value: `${setsPerSecond.toFixed(0)}/s` },
    { name: 'store: set of a 1 KB turn', value: spread(setTurn, us) },
    { name: 'store: get of a 1 KB turn', value: spread(getTurn, us) },
    { name: 'store: getMany of 40 turns', value: spread(getMany, us) },
    { name: 'ledger: increment', value: spread(increment, us) },
  ];
}

async function benchInbox(folder: string): Promise<Figure[]> {
  const inbox = openSqliteInbox({ path: join(folder, 'inbox.db'), log: pino({ level: 'silent' }) });
  let started = () => {};
  inbox.start(async () => started());
  const accepts: number[] = [];
  const acceptAndStart = await time(500, async (index) => {
    const start = new Promise<void>((resolve) => {
      started = resolve;
    });
    const begin = performance.now();
    await inbox.accept(message(`${index % 20}`, index));
    accepts.push(performance.now() - begin);
    await start;
  });
  accepts.sort((a, b) => a - b);
  const toStart = at(acceptAndStart, 0.5) - at(accepts, 0.5);
  const duplicate = await time(2000, (index) => inbox.accept(message('0', index % 500)));
  await inbox.stop(1000);
  return [
    { name: 'inbox: accept (durable: waits for the disk)', value: spread(accepts, ms) },
    { name: 'inbox: accept until its turn starts', value: spread(acceptAndStart, ms) },
    { name: 'inbox: of that, handing out', value: `p50 ${ms(toStart)}` },
    { name: 'inbox: accept of a known id', value: spread(duplicate, us) },
  ];
}
