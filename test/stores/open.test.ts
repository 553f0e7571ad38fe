import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStores } from '../../src/stores/open.ts';
import { tempFolder } from '../support/temp-folder.ts';

test('what was stored is there after closing and opening again, namespaces apart', async () => {
  const config = { storeUrl: 'sqlite:', dataDir: join(tempFolder(), 'deep', 'data') };
  const first = await openStores(config);
  await first.cache('turns').set('a', { text: 'häßlich 🙂', list: [1, null, ':colon'] });
  await first.cache('settings').set('a', 'other');
  await first.ledger.put('a', 'ledger');
  await first.close();
  const second = await openStores(config);
  expect(await second.cache('turns').get('a')).toEqual({ text: 'häßlich 🙂', list: [1, null, ':colon'] });
  expect(await second.cache('settings').get('a')).toBe('other');
  expect(await second.ledger.get('a')).toBe('ledger');
  expect(second.description).toBe(`SQLite in ${join(config.dataDir, 'switchboard.db')}`);
  await second.close();
});

test('Keyv uses the store directly: many at once, expiry, clear by namespace', async () => {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '' });
  const turns = stores.cache('turns');
  await turns.setMany([
    { key: 'a', value: 1 },
    { key: 'b', value: 2, ttl: 1_000_000 },
  ]);
  expect(await turns.getMany(['b', 'x', 'a'])).toEqual([2, undefined, 1]);
  await stores.cache('heads').set('a', 3);
  await turns.clear();
  expect(await turns.getMany(['a', 'b'])).toEqual([undefined, undefined]);
  expect(await stores.cache('heads').get('a')).toBe(3);
  await stores.close();
});

test('a failing database is an error of the call, never a silent miss', async () => {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '' });
  const cache = stores.cache('turns');
  await stores.close();
  await stores.close();
  await expect(cache.get('a')).rejects.toThrow();
  await expect(cache.getMany(['a'])).rejects.toThrow();
  await expect(cache.set('a', 1)).rejects.toThrow();
  await expect(cache.setMany([{ key: 'a', value: 1 }])).rejects.toThrow();
  await expect(cache.delete('a')).rejects.toThrow();
});

test('nobody else on the machine can read folder or files', async () => {
  const dataDir = join(tempFolder(), 'data');
  const stores = await openStores({ storeUrl: 'sqlite:', dataDir });
  await stores.cache('turns').set('a', 1);
  const files = readdirSync(dataDir);
  expect(files).toContain('switchboard.db-wal');
  for (const path of [dataDir, ...files.map((file) => join(dataDir, file))]) {
    expect(`${path} ${statSync(path).mode & 0o077}`).toBe(`${path} 0`);
  }
  await stores.close();
});

test('two processes may share the file', async () => {
  const config = { storeUrl: 'sqlite:', dataDir: tempFolder() };
  const [first, second] = await Promise.all([openStores(config), openStores(config)]);
  await first.cache('turns').set('a', 'from the first');
  expect(await second.cache('turns').get('a')).toBe('from the first');
  await Promise.all([first.close(), second.close()]);
});

const spoiled: [string, (dataDir: string) => void, RegExp][] = [
  [
    'a damaged file',
    (dataDir) => writeFileSync(join(dataDir, 'switchboard.db'), 'this is no database '.repeat(500)),
    /damaged or no SQLite database/,
  ],
  [
    'a folder in the place of the file',
    (dataDir) => mkdirSync(join(dataDir, 'switchboard.db')),
    /cannot be written/,
  ],
  ['a database of another program', (dataDir) => foreignDatabase(dataDir), /belongs to another program/],
  ['a file of a newer version', (dataDir) => newerDatabase(dataDir), /newer version.*update the program/],
];

function foreignDatabase(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'switchboard.db'));
  database.exec('CREATE TABLE bookmarks (url TEXT)');
  database.close();
}

function newerDatabase(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'switchboard.db'));
  database.exec(`PRAGMA application_id = ${0x53_57_42_53}; PRAGMA user_version = 999`);
  database.close();
}

test.each(spoiled)('%s is refused with the variables to change', async (_, spoil, reason) => {
  const dataDir = tempFolder();
  spoil(dataDir);
  const opened = openStores({ storeUrl: 'sqlite:', dataDir });
  await expect(opened).rejects.toThrow(/^STORE_URL \/ DATA_DIR: .*switchboard\.db/);
  await expect(opened).rejects.toThrow(reason);
});

test('a data folder that cannot be made is refused with the variables to change', async () => {
  const file = join(tempFolder(), 'file');
  writeFileSync(file, '');
  const opened = openStores({ storeUrl: 'sqlite:', dataDir: join(file, 'data') });
  await expect(opened).rejects.toThrow(/^STORE_URL \/ DATA_DIR: .* cannot be written\..*DATA_DIR/);
});

test('another kind of store is refused with what to set', async () => {
  const opened = openStores({ storeUrl: 'redis://:secret@cache', dataDir: tempFolder() });
  await expect(opened).rejects.toThrow(/STORE_URL: redis: .*STORE_URL=sqlite:/);
});
