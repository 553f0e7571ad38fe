import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_CRASHES, MAX_FAILURES } from '../../src/delivery/delays.ts';
import { openSqliteInbox, type SqliteInboxOptions } from '../../src/delivery/sqlite-inbox.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { controlledHandler } from './controlled-handler.ts';
import { inboxContract } from './inbox-contract.ts';
import { conversation, message } from './messages.ts';

const silent = pino({ level: 'silent' });

inboxContract('SQLite', async () => {
  const path = join(tempFolder(), 'inbox.db');
  return async () => openSqliteInbox({ path, log: silent, retryDelayMs: () => 0 });
});

function open(options: Partial<SqliteInboxOptions> = {}) {
  const path = options.path ?? join(tempFolder(), 'inbox.db');
  const inbox = openSqliteInbox({ log: silent, retryDelayMs: () => 0, ...options, path });
  const handler = controlledHandler();
  onTestFinished(() => {
    handler.release();
    return inbox.stop(0);
  });
  return { inbox, handler, path };
}

/** A log whose lines the test reads. */
function logLines() {
  const lines: string[] = [];
  return { lines, log: pino({ base: null }, { write: (line) => void lines.push(line) }) };
}

test('no more turns run side by side than allowed', async () => {
  const { inbox, handler } = open({ maxConcurrent: 2 });
  inbox.start(handler.handle);
  for (const name of ['a', 'b', 'c', 'd']) await inbox.accept(message(name, name));
  const first = await handler.next();
  await handler.next();
  await new Promise(setImmediate);
  expect(handler.runs).toHaveLength(2);
  first.finish();
  expect((await handler.next()).message.id).toBe('telegram:c');
  expect(handler.runs).toHaveLength(3);
});

test('a busy conversation does not starve the others: they take turns', async () => {
  const { inbox, handler } = open({ maxConcurrent: 1 });
  for (const id of [1, 2, 3]) await inbox.accept(message('busy', `busy ${id}`));
  await inbox.accept(message('quiet', 'quiet 1'));
  await inbox.accept(message('other', 'other 1'));
  inbox.start(handler.handle);
  handler.release();
  const order = [];
  for (let run = 0; run < 5; run++) order.push((await handler.next()).message.id.replace('telegram:', ''));
  expect(order).toEqual(['busy 1', 'quiet 1', 'other 1', 'busy 2', 'busy 3']);
});

test('a conversation that waits to be tried again frees its place for others', async () => {
  const { inbox, handler } = open({ maxConcurrent: 1, retryDelayMs: () => 1e6 });
  inbox.start(handler.handle);
  await inbox.accept(message('a', 1));
  await inbox.accept(message('b', 2));
  (await handler.next()).fail();
  expect((await handler.next()).message.id).toBe('telegram:2');
});

test('cancelling what waits to be tried again lets its conversation go on at once', async () => {
  const { inbox, handler } = open({ retryDelayMs: () => 1e6 });
  inbox.start(handler.handle);
  await inbox.accept(message('a', 1));
  await inbox.accept(message('a', 2));
  (await handler.next()).fail();
  await inbox.accept(message('probe', 3));
  await handler.next();
  expect(await inbox.cancel('telegram:1')).toBe(true);
  expect((await handler.next()).message.id).toBe('telegram:2');
});

test('a message that is given up is logged by id and conversation, never with its text', async () => {
  const { log, lines } = logLines();
  const { inbox, handler } = open({ log });
  inbox.start(handler.handle);
  await inbox.accept(message('a', 1, 'my secret'));
  for (let run = 0; run < MAX_FAILURES; run++) {
    (await handler.next()).fail(new SyntaxError('Unexpected token in "my secret"\n    at my secret'));
  }
  await inbox.accept(message('a', 2));
  await handler.next();
  expect(lines).toHaveLength(MAX_FAILURES);
  expect(lines.join('')).not.toContain('secret');
  const last = JSON.parse(lines.at(-1) ?? '');
  expect(last).toMatchObject({
    level: 50,
    id: 'telegram:1',
    conversation: conversation('a'),
    kind: 'SyntaxError',
  });
});

test('no text of an ended turn stays in the file', async () => {
  const { inbox, handler, path } = open();
  inbox.start(handler.handle);
  const marker = 'the text that must not stay';
  for (let id = 0; id < 20; id++) await inbox.accept(message('a', id, `${marker} ${'x'.repeat(id * 500)}`));
  await inbox.cancel('telegram:19');
  handler.release();
  for (let id = 0; id < 19; id++) await handler.next();
  await inbox.stop(1000);
  expect(readFileSync(path).includes('telegram:18')).toBe(true);
  expect(readFileSync(path).includes(marker)).toBe(false);
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test('an ended id is known for a week, then forgotten', async () => {
  const clock = { now: 1e12 };
  const first = open({ now: () => clock.now });
  first.inbox.start(first.handler.handle);
  await first.inbox.accept(message('a', 1));
  (await first.handler.next()).finish();
  await first.inbox.stop(1000);

  clock.now += 7 * 24 * 3600 * 1000 - 1;
  const second = open({ path: first.path, now: () => clock.now });
  expect(await second.inbox.accept(message('a', 1))).toBe(false);
  await second.inbox.stop(0);

  clock.now += 1;
  const third = open({ path: first.path, now: () => clock.now });
  expect(await third.inbox.accept(message('a', 1))).toBe(true);
});

test('a second inbox over the same file is refused with the variable to change, until the first has stopped', async () => {
  const { inbox, path } = open();
  expect(() => open({ path })).toThrow(
    /^INBOX_URL \/ DATA_DIR: another Switchboard process uses .*inbox\.db/,
  );
  await inbox.accept(message('a', 1));
  await inbox.stop(0);
  expect(await open({ path }).inbox.depth()).toBe(1);
});

test('what ran in too many crashes is set aside, and its conversation goes on', async () => {
  const { log, lines } = logLines();
  const first = open();
  await first.inbox.accept(message('a', 1, 'my secret'));
  await first.inbox.accept(message('a', 2));
  await first.inbox.stop(0);
  const database = new DatabaseSync(first.path);
  database.exec(`UPDATE inbox SET state = 'running', crashes = ${MAX_CRASHES - 1} WHERE id = 'telegram:1'`);
  database.close();

  const second = open({ path: first.path, log });
  second.inbox.start(second.handler.handle);
  expect((await second.handler.next()).message.id).toBe('telegram:2');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('telegram:1');
  expect(lines[0]).not.toContain('secret');
});

test('an inbox is started once', () => {
  const { inbox, handler } = open();
  inbox.start(handler.handle);
  expect(() => inbox.start(handler.handle)).toThrow(/before/);
});

test('it names the earlier processes that have died with it, and none that closed it', async () => {
  const path = join(tempFolder(), 'inbox.db');
  const first = openSqliteInbox({ path, log: silent });
  expect(first.claimant?.dead).toEqual([]);
  await first.stop(0);
  const crashed = Array.from({ length: 20 }, (_, index) => `crashed ${index}`);
  const file = new DatabaseSync(path);
  for (const id of crashed) file.prepare('INSERT INTO claimant (id) VALUES (?)').run(id);
  file.close();
  const second = openSqliteInbox({ path, log: silent });
  onTestFinished(() => second.stop(0));
  expect(second.claimant?.dead.at(-1)).toBe('crashed 19');
  expect(crashed).toEqual(expect.arrayContaining([...(second.claimant?.dead ?? [])]));
  expect(second.claimant?.dead.length).toBeLessThan(crashed.length);
});
