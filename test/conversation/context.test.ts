import { beforeEach, describe, expect, test } from 'vitest';
import { type ContextStore, createContextStore } from '../../src/conversation/context.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import { openStores } from '../../src/stores/open.ts';
import { KEY, storedTurn } from '../support/turns.ts';

let contexts: ContextStore;
const OTHER = conversationKey('api', 'test', 'two');
const counted = { model: 'm', from: 0, tokens: 9 };

beforeEach(async () => {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '.' });
  contexts = createContextStore(stores.cache('context'));
});

async function append(key: typeof KEY, text: string): Promise<void> {
  await contexts.append(key, await contexts.load(key), storedTurn(text, `re ${text}`), counted);
}

async function texts(key: typeof KEY): Promise<string[]> {
  return (await contexts.load(key)).live.map(({ text }) => text);
}

describe('a context', () => {
  test('is empty at first, and unknown until something is said', async () => {
    expect(await contexts.load(KEY)).toMatchObject({ head: { turns: 0, summary: null }, live: [] });
    expect(await contexts.all(KEY)).toBeNull();
  });

  test('keeps turns in order, each conversation its own', async () => {
    await append(KEY, 'a');
    await append(OTHER, 'x');
    await append(KEY, 'b');
    expect(await texts(KEY)).toEqual(['a', 'b']);
    expect(await texts(OTHER)).toEqual(['x']);
    expect((await contexts.load(KEY)).head).toMatchObject({ turns: 2, counted, lastExpert: 'general' });
  });

  test('replaces the last turn when the same message is answered again', async () => {
    await append(KEY, 'a');
    const again = storedTurn('a', 'better');
    await contexts.append(KEY, await contexts.load(KEY), again, null);
    const { head, live } = await contexts.load(KEY);
    expect(head.turns).toBe(1);
    expect(live.map(({ receipt }) => receipt.response)).toEqual(['better']);
  });

  test('compacts: old turns leave the prompt, and stay in the history', async () => {
    for (const text of ['a', 'b', 'c']) await append(KEY, text);
    const { head } = await contexts.load(KEY);
    expect(await contexts.compact(KEY, head, 2, 'a and b were said')).toBe(true);
    expect(await texts(KEY)).toEqual(['c']);
    expect((await contexts.load(KEY)).head).toMatchObject({ summary: 'a and b were said', counted: null });
    await append(KEY, 'd');
    expect(await texts(KEY)).toEqual(['c', 'd']);
    expect((await contexts.all(KEY))?.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('refuses a summary that comes late or belongs to a forgotten conversation', async () => {
    await append(KEY, 'a');
    await append(KEY, 'b');
    const { head } = await contexts.load(KEY);
    await contexts.compact(KEY, head, 1, 'first');
    expect(await contexts.compact(KEY, head, 1, 'twice')).toBe(false);
    expect(await contexts.compact(KEY, head, 9, 'beyond')).toBe(false);
    await contexts.forget(KEY);
    expect(await contexts.compact(KEY, head, 1, 'late')).toBe(false);
    await append(KEY, 'new');
    expect(await contexts.compact(KEY, head, 1, 'late')).toBe(false);
  });

  test('forgets all, and a new beginning sees nothing of before', async () => {
    await append(KEY, 'a');
    await append(OTHER, 'x');
    expect(await contexts.forget(KEY)).toBe(true);
    expect(await contexts.forget(KEY)).toBe(false);
    expect(await texts(KEY)).toEqual([]);
    await append(KEY, 'b');
    expect((await contexts.all(KEY))?.map(({ text }) => text)).toEqual(['b']);
    expect(await texts(OTHER)).toEqual(['x']);
  });

  test('lists a conversation of thousands of turns whole', async () => {
    let context = await contexts.load(KEY);
    for (let index = 0; index < 1_200; index++) {
      await contexts.append(KEY, context, storedTurn(`t${index}`, 'r'), null);
      context = { head: { ...context.head, turns: index + 1 }, live: [] };
    }
    expect((await contexts.all(KEY))?.map(({ text }) => text)).toEqual(
      Array.from({ length: 1_200 }, (_, index) => `t${index}`),
    );
  });
});
