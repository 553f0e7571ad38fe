import { expect, test } from 'vitest';
import { searchConversations } from '../../../../adapters/web/conversations/search.ts';
import { conversationKey } from '../../../../src/conversation/key.ts';
import type { KeptTurn, Switchboard } from '../../../../src/switchboard.ts';

const never = new AbortController().signal;
const keyOf = (id: string) => conversationKey('web', 's', id);
const entry = (id: string, title: string) => ({ id, title, created: '', updated: '' });

/** One turn for each conversation: its question and its answer. */
function holding(
  texts: Record<string, readonly [text: string, response: string]>,
): Pick<Switchboard, 'findText'> {
  return {
    async findText(key, matches) {
      const [text, response] = texts[key.split(':')[2] ?? ''] ?? ['', ''];
      return matches(text, response) ? ({ text, response } as KeptTurn) : null;
    },
  };
}

const found = async (words: string, text: string) => {
  const result = await searchConversations(
    words,
    [entry('a', 'title')],
    keyOf,
    holding({ a: [text, ''] }),
    never,
  );
  return result.found[0]?.excerpt ?? null;
};

test.each([
  ['straße', 'Die STRASSE', null],
  ['STRAßE', 'die straße', 'die straße'],
  ['ＡＢＣ', 'the abc of it', 'the abc of it'],
  ['天空', '为什么天空是蓝色的？', '为什么天空是蓝色的?'],
  ['two words', 'one\ntwo  words', null],
])('%j in %j is found as %j', async (words, text, excerpt) => {
  expect(await found(words, text)).toBe(excerpt);
});

test('what stands far around is left out', async () => {
  const excerpt = await found('needle', `${'hay '.repeat(50)}needle ${'straw '.repeat(50)}`);
  expect(excerpt).toMatch(/^….*needle.*…$/);
  expect(excerpt?.length).toBeLessThan(110);
});

test('others have their turn, and the clock too, while texts are looked through', async () => {
  const entries = Array.from({ length: 5 }, (_, index) => entry(`e${index}`, 'no'));
  const clock = new AbortController();
  setImmediate(() => clock.abort());
  const { incomplete } = await searchConversations('needle', entries, keyOf, holding({}), clock.signal);
  expect(incomplete).toBe(true);
});

test('when the time is over, titles are still found, and it is said that texts are missing', async () => {
  const entries = [entry('a', 'no'), entry('b', 'about needles'), entry('c', 'no')];
  const texts = holding({ a: ['needle', ''], c: ['needle', ''] });
  const over = AbortSignal.abort();
  expect(await searchConversations('needle', entries, keyOf, texts, over)).toEqual({
    found: [{ entry: entries[1] }],
    incomplete: true,
  });
});
