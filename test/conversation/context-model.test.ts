import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createContextStore } from '../../src/conversation/context.ts';
import { isTurnOf } from '../../src/conversation/place.ts';
import { openStores } from '../../src/stores/open.ts';
import { KEY, storedTurn } from '../support/turns.ts';

type Step =
  | { readonly do: 'append' }
  | { readonly do: 'replace' | 'remove' | 'compact' | 'late summary'; readonly at: number }
  | { readonly do: 'forget' };

const at = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'append' as const }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('replace' as const, 'remove' as const, 'compact' as const, 'late summary' as const),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'forget' as const }) },
);

/** What a summary is made of, word for word, so that it shows what it holds. */
const summaryOf = (summary: string | null, texts: readonly string[]) =>
  [summary, ...texts].filter((part) => part !== null).join(' ');

test('whatever is appended, replaced, removed and summarised, prompts hold what stands, in its order', async () => {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '.' });
  const contexts = createContextStore(stores.cache('context'));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      await contexts.forget(KEY);
      /** What should stand, oldest first. */
      let texts: string[] = [];
      let made = 0;
      const pick = (index: number) => texts[index % Math.max(1, texts.length)];
      const find = (text: string) => contexts.find(KEY, isTurnOf(`id:${text}`));

      for (const next of steps) {
        const context = await contexts.load(KEY);
        const fresh = `t${made++};`;
        const counted = { model: 'm', from: context.head.from, tokens: 9 };
        switch (next.do) {
          case 'append':
            await contexts.append(KEY, context, storedTurn(fresh, 'r'), counted);
            texts.push(fresh);
            break;
          case 'replace': {
            const old = pick(next.at);
            const found = old === undefined ? null : await find(old);
            if (old === undefined || found === null) break;
            const before = await contexts.before(KEY, context, found.index);
            const earlier = texts.slice(0, texts.indexOf(old));
            expect(earlier.join('').endsWith(before.live.map(({ text }) => text).join(''))).toBe(true);
            await contexts.append(KEY, context, storedTurn(fresh, 'r'), counted, found.index);
            texts = texts.map((text) => (text === old ? fresh : text));
            break;
          }
          case 'remove': {
            const old = pick(next.at);
            const found = old === undefined ? null : await find(old);
            if (found === null) break;
            expect(await contexts.remove(KEY, found.index)).toBe(true);
            texts = texts.filter((text) => text !== old);
            expect((await contexts.load(KEY)).head.counted).toBeNull();
            break;
          }
          case 'compact':
          case 'late summary': {
            const { head, live } = context;
            const last = live[next.at % Math.max(1, live.length)];
            if (last === undefined) break;
            const folded = live.slice(0, live.indexOf(last) + 1).map(({ text }) => text);
            const removed = next.do === 'late summary' && (await contexts.remove(KEY, last.index));
            if (removed) texts = texts.filter((text) => text !== last.text);
            const written = await contexts.compact(
              KEY,
              head,
              last.index + 1,
              summaryOf(head.summary, folded),
            );
            expect(written).toBe(!removed);
            break;
          }
          case 'forget':
            await contexts.forget(KEY);
            texts = [];
            break;
          default:
            next satisfies never;
        }
        const { head, live } = await contexts.load(KEY);
        const prompt = live.map(({ text }) => text);
        expect(texts.slice(texts.length - prompt.length)).toEqual(prompt);
        expect((await contexts.all(KEY))?.map(({ text }) => text) ?? []).toEqual(texts);
        for (const word of head.summary?.split(' ') ?? []) expect(texts).toContain(word);
        expect(head.lastExpert === null).toBe(texts.length === 0);
      }
    }),
    { numRuns: 150 },
  );
  await stores.close();
});
