import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteInbox } from '../../src/delivery/sqlite-inbox.ts';
import { tempFolder } from '../support/temp-folder.ts';

const KILLS = 8;
const CONVERSATIONS = 12;

interface Files {
  readonly path: string;
  readonly outcomes: string;
}

function files(): Files {
  const folder = tempFolder();
  return { path: join(folder, 'inbox.db'), outcomes: join(folder, 'outcomes.log') };
}

function spawnChild({ path, outcomes }: Files, mode: string, firstNumber = 0) {
  const script = join(import.meta.dirname, 'inbox-child.ts');
  const child = spawn(process.execPath, [script, path, outcomes, mode, String(firstNumber)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: createInterface({ input: child.stdout }) };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
}

/** Outcomes of one kind as lists of words, in the order they happened. */
function read({ outcomes }: Files, kind: string): string[][] {
  const lines = existsSync(outcomes) ? readFileSync(outcomes, 'utf8').split('\n') : [];
  return lines.map((line) => line.split(' ')).filter(([first]) => first === kind);
}

const numberOf = (id = '') => Number(id.replace('telegram:', ''));

/** The messages whose end the inbox itself has recorded. */
function recorded({ path }: Files): Set<number> {
  const database = new DatabaseSync(path);
  const rows = database.prepare("SELECT id FROM inbox WHERE state = 'done'").all();
  database.close();
  return new Set(rows.map(({ id }) => numberOf(String(id))));
}

test('killed again and again, the inbox loses nothing, keeps the order and repeats only what was in flight', async () => {
  const at = files();
  const ended = new Set<number>();
  const completions: number[] = [];
  let repeatedAfterEnd = 0;

  const takeStock = () => {
    const all = read(at, 'done').map(([, id]) => numberOf(id));
    for (const number of all.slice(completions.length)) {
      if (ended.has(number)) repeatedAfterEnd++;
      completions.push(number);
    }
    for (const number of recorded(at)) ended.add(number);
  };

  for (let round = 0; round < KILLS; round++) {
    const { child, lines } = spawnChild(at, 'serve', read(at, 'try').length);
    // Whatever the line says: the kill falls between any two steps of accepting and answering.
    let left = 20 + Math.floor(Math.random() * 180);
    for await (const _ of lines) if (--left === 0) break;
    await kill(child);
    takeStock();
  }
  const drain = spawnChild(at, 'drain');
  drain.lines.resume();
  expect(await once(drain.child, 'exit')).toEqual([0, null]);
  takeStock();

  const accepted = read(at, 'accepted').map(([, number]) => Number(number));
  const completed = new Set(completions);
  expect(accepted.filter((number) => !completed.has(number))).toEqual([]);
  expect(repeatedAfterEnd).toBe(0);
  const firsts = [...completed];
  for (let name = 0; name < CONVERSATIONS; name++) {
    const order = firsts.filter((number) => number % CONVERSATIONS === name);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
  const again = read(at, 'start').filter(([, , attempt]) => Number(attempt) > 1).length;
  console.log(
    `${KILLS} kills: ${accepted.length} messages accepted, ${completed.size} answered, ` +
      `${again} run again, ${completions.length - completed.size} of these answered twice`,
  );
  expect(again).toBeGreaterThan(0);
});

test('a second process is refused while the first lives, and let in as soon as that is killed', async () => {
  const at = files();
  const { child, lines } = spawnChild(at, 'serve');
  await once(lines, 'line');
  const log = pino({ level: 'silent' });
  const open = () => openSqliteInbox({ path: at.path, log });
  expect(open).toThrow(/another Switchboard process uses/);
  await kill(child);
  const inbox = open();
  await inbox.stop(0);
});

test('an inbox with nothing to do, or only something to try again, does not keep its process alive', async () => {
  const at = files();
  const { child, lines } = spawnChild(at, 'idle');
  lines.resume();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(read(at, 'done')).toHaveLength(2);
});
