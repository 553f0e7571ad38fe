import type { Keyv } from 'keyv';
import type { StoredTurn } from './context.ts';
import type { ConversationKey } from './types.ts';

/** A turn with its place in the conversation; places of removed turns stay empty. */
export interface LiveTurn extends StoredTurn {
  readonly index: number;
}

/** How far back a turn is looked for. */
const SEARCH_MAX_TURNS = 1_000;
const SEARCH_PAGE_TURNS = 50;
/** Entries read or removed in one call when a whole conversation is listed or forgotten. */
const PAGE_TURNS = 500;

/** The entries of a conversation's turns, one each; `epoch` keeps those of a forgotten conversation apart. */
export function createTurnEntries(cache: Keyv) {
  const entry = (key: ConversationKey, epoch: string, index: number) => `${key} ${epoch} ${index}`;
  const range = (key: ConversationKey, epoch: string, from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, offset) => entry(key, epoch, from + offset));

  async function read(key: ConversationKey, epoch: string, from: number, to: number): Promise<LiveTurn[]> {
    if (to <= from) return [];
    const turns = await cache.getMany<StoredTurn>(range(key, epoch, from, to));
    return turns.flatMap((turn, offset) => (turn === undefined ? [] : [{ ...turn, index: from + offset }]));
  }

  return {
    key: entry,
    /** The turns of `from` to before `to`, oldest first. */
    read,
    /** The newest turn before `to` that matches, among the last 1,000; null when none does. */
    async findLast(
      key: ConversationKey,
      epoch: string,
      to: number,
      matches: (turn: StoredTurn) => boolean = () => true,
    ): Promise<LiveTurn | null> {
      const first = Math.max(0, to - SEARCH_MAX_TURNS);
      for (let end = to; end > first; end -= SEARCH_PAGE_TURNS) {
        const page = await read(key, epoch, Math.max(first, end - SEARCH_PAGE_TURNS), end);
        const found = page.findLast(matches);
        if (found !== undefined) return found;
      }
      return null;
    },
    async readAll(key: ConversationKey, epoch: string, turns: number): Promise<StoredTurn[]> {
      const all: StoredTurn[] = [];
      for (let from = 0; from < turns; from += PAGE_TURNS) {
        all.push(...(await read(key, epoch, from, Math.min(from + PAGE_TURNS, turns))));
      }
      return all;
    },
    async deleteAll(key: ConversationKey, epoch: string, turns: number): Promise<void> {
      for (let from = 0; from < turns; from += PAGE_TURNS) {
        await cache.deleteMany(range(key, epoch, from, Math.min(from + PAGE_TURNS, turns)));
      }
    },
  };
}
