import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/stores/open-database.ts';
import { createSqliteStores } from '../../src/stores/sqlite-store.ts';
import { STORE_SCHEMA } from '../../src/stores/store-schema.ts';

function openMemory() {
  const clock = { now: 1_000 };
  const database = openDatabase({
    variable: 'STORE_URL',
    path: ':memory:',
    schema: STORE_SCHEMA,
    exclusive: false,
  });
  const createStore = createSqliteStores(database, () => clock.now);
  const rows = () => Number(database.prepare('SELECT count(*) AS n FROM cache').get()?.n);
  return { clock, database, createStore, rows };
}

async function entries(iterator: AsyncGenerator<unknown>): Promise<unknown[]> {
  return Array.fromAsync(iterator);
}

test('what was set is read back, overwritten and deleted', async () => {
  const store = openMemory().createStore('turns');
  expect(await store.get('a')).toBeUndefined();
  await store.set('a', 'one');
  await store.set('a', 'two');
  expect(await store.get('a')).toBe('two');
  expect(await store.has('a')).toBe(true);
  expect(await store.delete('a')).toBe(true);
  expect(await store.delete('a')).toBe(false);
  expect(await store.has('a')).toBe(false);
});

test('getMany answers in the order of the keys, with gaps and repetitions', async () => {
  const store = openMemory().createStore('turns');
  await store.setMany([
    { key: 'a', value: '1' },
    { key: 'b', value: '2' },
    { key: 'c', value: '3' },
  ]);
  expect(await store.getMany(['c', 'x', 'a', 'c', 'b'])).toEqual(['3', undefined, '1', '3', '2']);
  expect(await store.hasMany(['c', 'x'])).toEqual([true, false]);
  expect(await store.getMany([])).toEqual([]);
});

test('any string is a key, and no key reaches another or another namespace', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, text, { maxKeys: 12 }), async (dictionary) => {
      const { createStore } = openMemory();
      const store = createStore('a');
      const other = createStore('a.b');
      const wanted = new Map(Object.entries(dictionary).map(([key, value]) => [key.toWellFormed(), value]));
      for (const [key, value] of wanted) await store.set(key, value.toWellFormed());
      for (const key of wanted.keys()) await other.set(key, 'other');
      const keys = [...wanted.keys()];
      const values = [...wanted.values()].map((value) => value.toWellFormed());
      expect(await store.getMany(keys)).toEqual(values);
      expect(await Promise.all(keys.map((key) => store.get(key)))).toEqual(values);
      expect(new Map((await entries(store.iterator())) as [string, string][])).toEqual(
        new Map(keys.map((key, index) => [key, values[index]])),
      );
    }),
    { numRuns: 60 },
  );
});

test('a key with a lone surrogate is the same key in get, getMany and delete', async () => {
  const store = openMemory().createStore('turns');
  await store.set('a\ud800', 'x');
  expect(await store.get('a\ud800')).toBe('x');
  expect(await store.getMany(['a\ud800'])).toEqual(['x']);
  expect(await store.delete('a\ud800')).toBe(true);
});

test('setMany stores all or nothing', async () => {
  const store = openMemory().createStore('turns');
  const broken = [
    { key: 'a', value: 'fine' },
    { key: 'b', value: { not: 'encoded' } },
  ];
  await expect(store.setMany<unknown>(broken)).rejects.toThrow(TypeError);
  expect(await store.getMany(['a', 'b'])).toEqual([undefined, undefined]);
  await store.set('c', 'the connection is still usable');
  expect(await store.has('c')).toBe(true);
});

test('an entry ends at its expiry, is removed when read, and can be set anew', async () => {
  const { clock, createStore, rows } = openMemory();
  const store = createStore('turns');
  await store.set('a', 'short', 1_500);
  await store.set('b', 'for ever');
  clock.now = 1_499;
  expect(await store.getMany(['a', 'b'])).toEqual(['short', 'for ever']);
  clock.now = 1_500;
  expect(await store.getMany(['a', 'b'])).toEqual([undefined, 'for ever']);
  expect(await entries(store.iterator())).toEqual([['b', 'for ever']]);
  expect(await store.get('a')).toBeUndefined();
  expect(rows()).toBe(1);
  await store.set('a', 'again');
  expect(await store.get('a')).toBe('again');
});

test('entries that nobody reads again are swept away by later writes', async () => {
  const { clock, createStore, rows } = openMemory();
  const store = createStore('turns');
  const short = Array.from({ length: 500 }, (_, index) => ({ key: `s${index}`, value: 'x', expires: 2_000 }));
  await store.setMany(short);
  clock.now = 2_000;
  expect(rows()).toBe(500);
  for (let index = 0; index < 256; index++) await store.set('same', 'x');
  expect(rows()).toBe(1);
});

test('clear empties its own namespace only', async () => {
  const { createStore } = openMemory();
  const names = ['turns', 'turns2', 'turns-x', 'heads'];
  for (const name of names) await createStore(name).set('key', name);
  await createStore('turns').clear();
  const left = await Promise.all(names.map((name) => createStore(name).get('key')));
  expect(left).toEqual([undefined, 'turns2', 'turns-x', 'heads']);
});

test('the iterator passes over many pages while entries are deleted under it', async () => {
  const store = openMemory().createStore('turns');
  const keys = Array.from({ length: 350 }, (_, index) => `key ${String(index).padStart(3, '0')}`);
  await store.setMany(keys.map((key) => ({ key, value: key })));
  const seen: unknown[] = [];
  for await (const [key] of store.iterator()) {
    seen.push(key);
    await store.delete(String(key));
  }
  expect(seen).toEqual(keys);
});

test('deleteMany tells which keys were there', async () => {
  const store = openMemory().createStore('turns');
  await store.set('a', '1');
  expect(await store.deleteMany(['a', 'b'])).toEqual([true, false]);
});

test('a namespace that could be mistaken for part of a key is refused', () => {
  const { createStore } = openMemory();
  expect(() => createStore('a:b')).toThrow(TypeError);
  expect(() => createStore('')).toThrow(TypeError);
});
