import type { Keyv } from 'keyv';
import type { ConversationKey, Message } from './types.ts';

/** A message that no turn holds all of. */
export interface KeptAsk {
  readonly message: Message;
  /** When it was asked, ISO 8601. */
  readonly at: string;
  /** False: there is a turn, but it only names the pictures. */
  readonly unanswered: boolean;
}

/** For so long a failed message can be tried again, and a picture be shown to another expert. */
const TTL_MS = 24 * 60 * 60 * 1_000;
/** Of a conversation, the newest … */
const MESSAGES_MAX = 5;
/** … as far as their files fit, in base64: those of one message of the greatest size over HTTP. */
const FILES_MAX_CHARACTERS = 20 * 1024 * 1024;

/**
 * Messages whose turn failed, so that they can be tried again, and those whose pictures no turn holds. One small entry
 * a conversation; writers hold its lock. Of a message with an `origin` the files are not kept: its adapter fetches
 * them again.
 */
export interface Asks {
  /** Keeps the message, in place of an earlier keeping of the same. */
  keep(message: Message, unanswered: boolean): Promise<void>;
  /** Newest last. */
  all(key: ConversationKey): Promise<readonly KeptAsk[]>;
  /** False when none of them was kept. */
  drop(key: ConversationKey, messageIds: readonly string[]): Promise<boolean>;
  forget(key: ConversationKey): Promise<void>;
}

/** @param now milliseconds since the epoch */
export function createAsks(cache: Keyv, now: () => number = Date.now): Asks {
  const all = async (key: ConversationKey) => (await cache.get<readonly KeptAsk[]>(key)) ?? [];

  async function write(key: ConversationKey, asks: readonly KeptAsk[]): Promise<void> {
    if (asks.length === 0) await cache.delete(key);
    else await cache.set(key, asks, TTL_MS);
  }

  return {
    all,
    async keep(asked, unanswered) {
      const { conversation: key, id, origin } = asked;
      const message = origin === undefined ? asked : { ...asked, attachments: [] };
      const others = (await all(key)).filter((ask) => ask.message.id !== id);
      await write(key, newest([...others, { message, at: new Date(now()).toISOString(), unanswered }]));
    },
    async drop(key, messageIds) {
      const asks = await all(key);
      const kept = asks.filter(({ message }) => !messageIds.includes(message.id));
      if (kept.length === asks.length) return false;
      await write(key, kept);
      return true;
    },
    async forget(key) {
      await cache.delete(key);
    },
  };
}

function newest(asks: readonly KeptAsk[]): KeptAsk[] {
  let room = FILES_MAX_CHARACTERS;
  const fitting = asks.slice(-MESSAGES_MAX).toReversed();
  const end = fitting.findIndex(({ message }) => {
    room -= message.attachments.reduce((sum, { data }) => sum + data.length, 0);
    return room < 0;
  });
  return fitting.slice(0, end < 0 ? fitting.length : end).toReversed();
}
