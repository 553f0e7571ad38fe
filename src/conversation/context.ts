import { randomUUID } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { ConversationKey, ExpertName, Receipt } from './types.ts';

/** One turn as it is kept. Images are named, not kept: they would eat every later prompt. */
export interface StoredTurn {
  /** The message's id: a message that is run again after a crash finds its own turn. */
  readonly messageId: string;
  readonly author: string | null;
  /** What the person wrote, text files of the message included. */
  readonly text: string;
  readonly images: readonly string[];
  readonly receipt: Receipt;
}

/** Tokens of the latest prompt as the server counted them, so that the next one need not be counted anew. */
export interface CountedPrompt {
  readonly model: string;
  /** `head.from` at that time: a compaction changes what a prompt consists of. */
  readonly from: number;
  /** Prompt and answer together. */
  readonly tokens: number;
}

/** The small entry beside the turns: all that must be read to go on with a conversation. */
export interface Head {
  /** New with every beginning, so that turns left over from a forgotten conversation are never seen again. */
  readonly epoch: string;
  /** Turns stored so far. */
  readonly turns: number;
  /** Index of the first turn that still stands in prompts word for word; older ones are in `summary`. */
  readonly from: number;
  readonly summary: string | null;
  readonly lastExpert: ExpertName | null;
  readonly counted: CountedPrompt | null;
}

/** What a prompt is built from. */
export interface Context {
  readonly head: Head;
  /** The turns from `head.from` on, oldest first. */
  readonly live: readonly StoredTurn[];
}

/**
 * Contexts in a Keyv: one entry per turn and one head per conversation, so that appending costs the same at turn
 * 10,000 as at turn 10. Writers hold the conversation's lock.
 */
export interface ContextStore {
  load(key: ConversationKey): Promise<Context>;
  /** Adds a turn, or replaces the last one when it belongs to the same message. */
  append(
    key: ConversationKey,
    context: Context,
    turn: StoredTurn,
    counted: CountedPrompt | null,
  ): Promise<void>;
  /** Folds the turns before `from` into the summary; false when the conversation has changed its epoch. */
  compact(key: ConversationKey, epoch: string, from: number, summary: string): Promise<boolean>;
  all(key: ConversationKey): Promise<readonly StoredTurn[] | null>;
  forget(key: ConversationKey): Promise<boolean>;
}

/** Entries read or removed in one call when a whole conversation is listed or forgotten. */
const PAGE_TURNS = 500;

export function createContextStore(cache: Keyv): ContextStore {
  const headKey = (key: ConversationKey) => `${key} head`;
  const turnKey = (key: ConversationKey, epoch: string, index: number) => `${key} ${epoch} ${index}`;
  const turnKeys = (key: ConversationKey, epoch: string, from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, offset) => turnKey(key, epoch, from + offset));

  const readHead = (key: ConversationKey) => cache.get<Head>(headKey(key));

  async function readTurns(
    key: ConversationKey,
    head: Head,
    from: number,
    to: number,
  ): Promise<StoredTurn[]> {
    if (to <= from) return [];
    const turns = await cache.getMany<StoredTurn>(turnKeys(key, head.epoch, from, to));
    return turns.filter((turn) => turn !== undefined);
  }

  return {
    async load(key) {
      const head = (await readHead(key)) ?? emptyHead();
      return { head, live: await readTurns(key, head, head.from, head.turns) };
    },

    async append(key, { head, live }, turn, counted) {
      const again = live.at(-1)?.messageId === turn.messageId;
      const index = again ? head.turns - 1 : head.turns;
      const next: Head = { ...head, turns: index + 1, lastExpert: turn.receipt.route.expert, counted };
      // Both or neither: the store writes many entries in one transaction.
      const written = await cache.setMany<StoredTurn | Head>([
        { key: turnKey(key, head.epoch, index), value: turn },
        { key: headKey(key), value: next },
      ]);
      if (written?.includes(false)) throw new Error('the store did not take the turn');
    },

    async compact(key, epoch, from, summary) {
      const head = await readHead(key);
      if (head === undefined || head.epoch !== epoch || from <= head.from || from > head.turns) return false;
      return cache.set(headKey(key), { ...head, from, summary, counted: null } satisfies Head);
    },

    async all(key) {
      const head = await readHead(key);
      if (head === undefined) return null;
      const turns: StoredTurn[] = [];
      for (let from = 0; from < head.turns; from += PAGE_TURNS) {
        turns.push(...(await readTurns(key, head, from, Math.min(from + PAGE_TURNS, head.turns))));
      }
      return turns;
    },

    async forget(key) {
      const head = await readHead(key);
      if (head === undefined) return false;
      // The head first: from then on nobody can reach the turns, whatever happens to the rest.
      await cache.delete(headKey(key));
      for (let from = 0; from < head.turns; from += PAGE_TURNS) {
        await cache.deleteMany(turnKeys(key, head.epoch, from, Math.min(from + PAGE_TURNS, head.turns)));
      }
      return true;
    },
  };
}

function emptyHead(): Head {
  return { epoch: randomUUID(), turns: 0, from: 0, summary: null, lastExpert: null, counted: null };
}
