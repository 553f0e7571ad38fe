import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ConversationKey } from '../../../src/conversation/types.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import type { Entry } from './entry.ts';

/** A person waits for the list; what was not looked through by then is said to be missing. */
const SEARCH_MS = 1_500;
const EXCERPT_BEFORE = 30;
const EXCERPT_AFTER = 60;

export interface Found {
  readonly entry: Entry;
  /** Around what was found in a text; absent when the title holds it. */
  readonly excerpt?: string;
}

export interface SearchResult {
  readonly found: readonly Found[];
  /** Not all conversations were looked through. */
  readonly incomplete: boolean;
}

/**
 * The conversations whose title or texts hold the words, in the order of the entries. Titles are looked at first, so
 * that they are found whatever time the texts take.
 */
export async function searchConversations(
  words: string,
  entries: readonly Entry[],
  keyOf: (id: string) => ConversationKey,
  { findText }: Pick<Switchboard, 'findText'>,
  signal: AbortSignal = AbortSignal.timeout(SEARCH_MS),
): Promise<SearchResult> {
  const wanted = folded(words.trim());
  const holds = (text: string) => folded(text).includes(wanted);
  const byTitle = new Set(entries.filter(({ title }) => holds(title)));
  const found: Found[] = [];
  let incomplete = false;
  for (const entry of entries) {
    if (byTitle.has(entry)) {
      found.push({ entry });
      continue;
    }
    // The store answers at once, so that nobody else, nor the clock, would have a turn.
    await othersFirst();
    if (signal.aborted) incomplete = true;
    else {
      const turn = await findText(keyOf(entry.id), (text, response) => holds(text) || holds(response));
      if (turn !== null) {
        const text = holds(turn.text) ? turn.text : turn.response;
        found.push({ entry, excerpt: excerptOf(text, wanted) });
      }
    }
  }
  return { found, incomplete };
}

/** Without case, and without differences of form: full-width letters, composed accents. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** On one line, with where it was cut marked. */
function excerptOf(text: string, wanted: string): string {
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ');
  const at = Math.max(0, plain.toLowerCase().indexOf(wanted));
  const [from, to] = [Math.max(0, at - EXCERPT_BEFORE), at + wanted.length + EXCERPT_AFTER];
  const shown = plain.slice(from, to).toWellFormed().replaceAll('\uFFFD', '').trim();
  return `${from > 0 ? '…' : ''}${shown}${to < plain.length ? '…' : ''}`;
}
