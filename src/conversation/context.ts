import { randomUUID } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { LanguageCode } from '../translation/languages.ts';
import { createTurnEntries, type LiveTurn } from './turn-entries.ts';
import type { ConversationKey, ExpertName, FileName, Message, Receipt } from './types.ts';

/** What is kept of a message beside its turn, so that it can be asked again. */
export interface KeptMessage extends Omit<Message, 'attachments' | 'text'> {
  /** Absent where the turn's is the same, without files in it. */
  readonly text?: string;
}

/** One turn as it is kept. Images are named, not kept: they would eat every later prompt. */
export interface StoredTurn {
  /** The message's id: a message that is run again after a crash finds its own turn. */
  readonly messageId: string;
  /** Ids of the messages and turns that it took the place of: buttons under an older answer still find it. */
  readonly replaced?: readonly string[];
  /** Absent in turns of earlier versions. */
  readonly message?: KeptMessage;
  /** The language that the answer was asked for in; absent = that of the question. */
  readonly answerIn?: LanguageCode;
  readonly author: string | null;
  /** What the person wrote, text files of the message included. */
  readonly text: string;
  readonly images: readonly string[];
  /** All that came with it, pictures too; absent = none, and in turns of earlier versions. */
  readonly files?: readonly FileName[];
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
  /** Turns that were removed or replaced so far: a summary that was begun before may hold one of them. */
  readonly removals?: number;
}

/** What a prompt is built from. */
export interface Context {
  readonly head: Head;
  /** The turns from `head.from` on, oldest first. */
  readonly live: readonly LiveTurn[];
}

/**
 * Contexts in a Keyv: one entry per turn and one head per conversation, so that appending costs the same at turn
 * 10,000 as at turn 10. Writers hold the conversation's lock.
 */
export interface ContextStore {
  load(key: ConversationKey): Promise<Context>;
  /** Adds a turn, or puts it in place of another: of the one of the same message, or the one at `index`. */
  append(
    key: ConversationKey,
    context: Context,
    turn: StoredTurn,
    counted: CountedPrompt | null,
    index?: number,
  ): Promise<void>;
  /** Takes a turn out; false when there is none. A summary that was made of it is dropped and made anew. */
  remove(key: ConversationKey, index: number): Promise<boolean>;
  /** The newest turn that matches, among the latest 1,000; null when none does. */
  find(key: ConversationKey, matches: (turn: StoredTurn) => boolean): Promise<LiveTurn | null>;
  /** What stood in the prompt before the turn at `index`, so that it can be answered again in its place. */
  before(key: ConversationKey, context: Context, index: number): Promise<Context>;
  /** Folds the turns before `from` into the summary; false when the conversation is no longer what `head` said. */
  compact(key: ConversationKey, head: Head, from: number, summary: string): Promise<boolean>;
  all(key: ConversationKey): Promise<readonly StoredTurn[] | null>;
  /** How many turns each conversation has; 0 for one that is not known. */
  sizes(keys: readonly ConversationKey[]): Promise<readonly number[]>;
  forget(key: ConversationKey): Promise<boolean>;
}

/** How many turns stand in the prompt again when the summary that they are in is dropped. */
const UNFOLD_TURNS = 20;

export function createContextStore(cache: Keyv): ContextStore {
  const headKey = (key: ConversationKey) => `${key} head`;
  const entries = createTurnEntries(cache);
  const readHead = (key: ConversationKey) => cache.get<Head>(headKey(key));

  async function load(key: ConversationKey): Promise<Context> {
    const head = (await readHead(key)) ?? emptyHead();
    return { head, live: await entries.read(key, head.epoch, head.from, head.turns) };
  }

  async function expertBefore(key: ConversationKey, { epoch }: Head, index: number) {
    const last = await entries.findLast(key, epoch, index);
    return last?.receipt.route.expert ?? null;
  }

  return {
    load,

    async append(key, { head, live }, turn, counted, index) {
      const same = live.findLast(({ messageId }) => messageId === turn.messageId)?.index;
      const place = index ?? same ?? head.turns;
      const isLast = !live.some((other) => other.index > place);
      const added = { ...head, turns: Math.max(head.turns, place + 1) };
      const next: Head = {
        ...(place < head.turns ? without(added, place) : added),
        lastExpert: isLast ? turn.receipt.route.expert : head.lastExpert,
        counted: isLast ? counted : null,
      };
      // Both or neither: the store writes many entries in one transaction.
      const written = await cache.setMany<StoredTurn | Head>([
        { key: entries.key(key, head.epoch, place), value: turn },
        { key: headKey(key), value: next },
      ]);
      if (written?.includes(false)) throw new Error('the store did not take the turn');
    },

    async remove(key, index) {
      const head = await readHead(key);
      if (head === undefined || !(await cache.delete(entries.key(key, head.epoch, index)))) return false;
      const lastExpert = await expertBefore(key, head, head.turns);
      return cache.set(headKey(key), { ...without(head, index), lastExpert } satisfies Head);
    },

    async find(key, matches) {
      const head = await readHead(key);
      return head === undefined ? null : entries.findLast(key, head.epoch, head.turns, matches);
    },

    async before(key, { head, live }, index) {
      // One of the turns within the summary is answered without it: the summary holds what came later.
      const earlier =
        index >= head.from
          ? live.filter((turn) => turn.index < index)
          : await entries.read(key, head.epoch, Math.max(0, index - UNFOLD_TURNS), index);
      const summary = index >= head.from ? head.summary : null;
      const lastExpert = await expertBefore(key, head, index);
      return { head: { ...head, summary, lastExpert, counted: null }, live: earlier };
    },

    async compact(key, { epoch, removals = 0 }, from, summary) {
      const head = await readHead(key);
      if (head === undefined || head.epoch !== epoch || (head.removals ?? 0) !== removals) return false;
      if (from <= head.from || from > head.turns) return false;
      return cache.set(headKey(key), { ...head, from, summary, counted: null } satisfies Head);
    },

    async all(key) {
      const head = await readHead(key);
      return head === undefined ? null : entries.readAll(key, head.epoch, head.turns);
    },

    async sizes(keys) {
      const heads = await cache.getMany<Head>(keys.map(headKey));
      return keys.map((_, index) => heads[index]?.turns ?? 0);
    },

    async forget(key) {
      const head = await readHead(key);
      if (head === undefined) return false;
      // The head first: from then on nobody can reach the turns, whatever happens to the rest.
      await cache.delete(headKey(key));
      await entries.deleteAll(key, head.epoch, head.turns);
      return true;
    },
  };
}

/** The head once the turn at `index` is gone or another: no count holds, nor a summary that was made of it. */
function without(head: Head, index: number): Head {
  const removals = (head.removals ?? 0) + 1;
  if (index >= head.from) return { ...head, counted: null, removals };
  return { ...head, from: Math.max(0, head.from - UNFOLD_TURNS), summary: null, counted: null, removals };
}

function emptyHead(): Head {
  return { epoch: randomUUID(), turns: 0, from: 0, summary: null, lastExpert: null, counted: null };
}
