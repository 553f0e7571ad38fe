import { expect, test } from 'vitest';
import { createConversationList } from '../../../../adapters/web/conversations/list-store.ts';
import { openStores } from '../../../../src/stores/open.ts';

async function setUp() {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '.' });
  const clock = { ms: Date.parse('2026-01-01T00:00:00Z') };
  const listOf = (session: string) =>
    createConversationList(stores.cache(`web-list.${session}`), () => (clock.ms += 1_000));
  return { listOf };
}

test('what was said last is first', async () => {
  const { listOf } = await setUp();
  const list = listOf('ann');
  for (const id of ['a', 'b', 'c']) await list.begin(id, `about ${id}`);
  await list.touch('a');
  expect((await list.all()).map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  expect(await list.get('a')).toEqual({
    id: 'a',
    title: 'about a',
    created: '2026-01-01T00:00:01.000Z',
    updated: '2026-01-01T00:00:04.000Z',
  });
});

test('a beginning that comes again changes nothing', async () => {
  const { listOf } = await setUp();
  const list = listOf('ann');
  await list.begin('a', 'first words');
  await list.rename('a', 'my name');
  const before = await list.get('a');
  await list.begin('a', 'other words');
  expect(await list.get('a')).toEqual(before);
});

test('a session whose name begins like another’s sees nothing of it', async () => {
  const { listOf } = await setUp();
  await listOf('ab').begin('x', 'of ab');
  await listOf('a').begin('y', 'of a');
  expect((await listOf('a').all()).map(({ id }) => id)).toEqual(['y']);
});

test('what is removed is gone, whatever was noted of it later', async () => {
  const { listOf } = await setUp();
  const list = listOf('ann');
  await list.begin('a', 'words');
  await list.rename('a', 'name');
  await list.remove('a');
  await list.touch('a');
  await list.rename('a', 'late');
  expect(await list.all()).toEqual([]);
  expect(await list.get('a')).toBeNull();
});

test('hundreds of conversations are listed, all of them', async () => {
  const { listOf } = await setUp();
  const list = listOf('ann');
  for (let index = 0; index < 450; index++) {
    await list.begin(`id-${index}`, `title ${index}`);
    if (index % 3 === 0) await list.rename(`id-${index}`, `name ${index}`);
  }
  const all = await list.all();
  expect(all).toHaveLength(450);
  expect(all[0]).toMatchObject({ id: 'id-449', title: 'title 449' });
  expect(all.filter(({ title }) => title.startsWith('name'))).toHaveLength(150);
});
