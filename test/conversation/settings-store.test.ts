import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { conversationKey } from '../../src/conversation/key.ts';
import { DEFAULT_SETTINGS } from '../../src/conversation/settings.ts';
import { createSettingsStore, type SettingsStore } from '../../src/conversation/settings-store.ts';
import { openStores } from '../../src/stores/open.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { KEY } from '../support/turns.ts';

let store: SettingsStore;

beforeEach(async () => {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '.' });
  store = createSettingsStore(stores.cache('settings'));
});

describe('settings', () => {
  test('are as usual until something is set', async () => {
    expect(await store.load(KEY)).toEqual(DEFAULT_SETTINGS);
  });

  test('keep what is set, and go back', async () => {
    await store.change(KEY, { expert: 'code', temperature: 0 });
    expect(await store.change(KEY, { language: 'de' })).toEqual({
      ...DEFAULT_SETTINGS,
      expert: 'code',
      temperature: 0,
      language: 'deu_Latn',
    });
    expect(await store.change(KEY, { expert: null, temperature: 'auto', language: null })).toEqual(
      DEFAULT_SETTINGS,
    );
  });

  test('stay as they were when one field of a change is refused', async () => {
    await store.change(KEY, { expert: 'code' });
    await expect(store.change(KEY, { expert: 'math', temperature: 9 })).rejects.toMatchObject({
      param: 'temperature',
    });
    expect((await store.load(KEY)).expert).toBe('code');
  });

  test('of one conversation are never another’s, however alike the names', async () => {
    await store.change(KEY, { persona: 'You are a pirate.', expert: 'math' });
    const others = [
      conversationKey('api', 'test', 'two'),
      conversationKey('api', 'test', 'one', 'thread'),
      conversationKey('api', 'test', 'one expert'),
      conversationKey('web', 'test', 'one'),
    ];
    for (const other of others) expect(await store.load(other)).toEqual(DEFAULT_SETTINGS);
  });

  test('changed by two people at once are both kept', async () => {
    await Promise.all([
      store.change(KEY, { expert: 'code' }),
      store.change(KEY, { temperature: 1 }),
      store.change(KEY, { language: 'fr' }),
    ]);
    expect(await store.load(KEY)).toMatchObject({ expert: 'code', temperature: 1, language: 'fra_Latn' });
  });

  test('survive a restart', async () => {
    const dataDir = tempFolder();
    const where = { storeUrl: `sqlite:${join(dataDir, 'store.db')}`, dataDir };
    const before = await openStores(where);
    const set = await createSettingsStore(before.cache('settings')).change(KEY, {
      persona: 'tutor',
      speaks: 'always',
      contextTokens: 2048,
    });
    await before.close();
    const after = await openStores(where);
    expect(await createSettingsStore(after.cache('settings')).load(KEY)).toEqual(set);
    await after.close();
  });
});
