import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openInbox } from '../../src/delivery/open.ts';
import { openStores } from '../../src/stores/open.ts';
import { tempFolder } from '../support/temp-folder.ts';

const log = pino({ level: 'silent' });

test('by default the inbox is a private file in the data folder', async () => {
  const dataDir = join(tempFolder(), 'data');
  const inbox = await openInbox({ inboxUrl: 'sqlite:', dataDir }, log);
  expect(statSync(join(dataDir, 'inbox.db')).mode & 0o077).toBe(0);
  expect(statSync(dataDir).mode & 0o077).toBe(0);
  await inbox.stop(0);
});

test('the URL can name another file', async () => {
  const path = join(tempFolder(), 'elsewhere.db');
  const inbox = await openInbox({ inboxUrl: `sqlite:${path}`, dataDir: '/nowhere' }, log);
  expect(existsSync(path)).toBe(true);
  await inbox.stop(0);
});

test('a Restate URL is refused with what to set instead', async () => {
  const opened = openInbox({ inboxUrl: 'restate+http://ingress:8080', dataDir: tempFolder() }, log);
  await expect(opened).rejects.toThrow(/^INBOX_URL: restate\+http: .*SQLite only.*INBOX_URL=sqlite:/);
});

test('the file of the stores is refused as an inbox', async () => {
  const dataDir = tempFolder();
  const stores = await openStores({ storeUrl: 'sqlite:', dataDir });
  await stores.close();
  const opened = openInbox({ inboxUrl: `sqlite:${join(dataDir, 'switchboard.db')}`, dataDir }, log);
  await expect(opened).rejects.toThrow(/^INBOX_URL \/ DATA_DIR: .*another part/);
});

test('a damaged file is refused with the variable to change, and left as it was', async () => {
  const dataDir = tempFolder();
  writeFileSync(join(dataDir, 'inbox.db'), 'this is no database '.repeat(500));
  const opened = openInbox({ inboxUrl: 'sqlite:', dataDir }, log);
  await expect(opened).rejects.toThrow(/^INBOX_URL \/ DATA_DIR: .*inbox\.db is damaged/);
  expect(statSync(join(dataDir, 'inbox.db')).size).toBe(10_000);
});
