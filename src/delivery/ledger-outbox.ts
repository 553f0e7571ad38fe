import type { Message, Platform } from '../conversation/types.ts';
import type { Ledger } from '../stores/types.ts';
import type { AnswerRecord, Outbox } from './outbox.ts';

/** Long enough for buttons and edits that people come back to; after it their reply is a new one. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;
/** How often an answer can be taken over and its first message still leads to it; each step is one look-up. */
const MAX_MOVES = 100;

const answerKey = (messageId: string) => `outbox:answer:${messageId}`;
const turnKey = (turnId: string) => `outbox:turn:${turnId}`;
const refKey = (platform: Platform, ref: string) => `outbox:ref:${platform}:${ref}`;

/** Its reply is now that of another message. */
interface Moved {
  readonly movedTo: string;
}

/**
 * An outbox in the ledger, so it is kept wherever STORE_URL points, and every replica finds it. One record per
 * answer; platform messages and turns lead to it.
 */
export function createLedgerOutbox(ledger: Ledger): Outbox {
  const put = (key: string, value: string) => ledger.put(key, value, KEPT_MS);

  async function read(messageId: string): Promise<AnswerRecord | Moved | null> {
    const text = await ledger.get(answerKey(messageId));
    return text === null ? null : JSON.parse(text);
  }

  /** Follows the message from answer to answer. */
  async function follow(messageId: string): Promise<AnswerRecord | null> {
    let found = await read(messageId);
    for (let moves = 0; found !== null && 'movedTo' in found; moves++) {
      if (moves === MAX_MOVES) return null;
      found = await read(found.movedTo);
    }
    return found;
  }

  async function find(id: string): Promise<AnswerRecord | null> {
    const byMessage = await follow(id);
    if (byMessage !== null) return byMessage;
    const messageId = await ledger.get(turnKey(id));
    return messageId === null ? null : follow(messageId);
  }

  async function save(record: AnswerRecord): Promise<void> {
    const before = await read(record.messageId);
    const known = new Set(before === null || 'movedTo' in before ? [] : before.parts.map(({ ref }) => ref));
    for (const { ref } of record.parts) {
      if (ref !== null && !known.has(ref)) await put(refKey(record.platform, ref), record.messageId);
    }
    if (record.turnId !== null) await put(turnKey(record.turnId), record.messageId);
    await put(answerKey(record.messageId), JSON.stringify(record));
  }

  return {
    find,
    save,
    async findByRef(platform, ref) {
      const messageId = await ledger.get(refKey(platform, ref));
      return messageId === null ? null : follow(messageId);
    },
    async takeOver(of, by) {
      const own = await read(by.id);
      const theirs = await find(of);
      if (theirs === null || theirs.messageId === by.id) return follow(by.id);
      // Its own record comes first: a kill before the pointer leaves two that name the same reply, and the next run
      // ends here again.
      if (own === null) await save(emptyRecord(by, theirs.parts));
      await put(answerKey(theirs.messageId), JSON.stringify({ movedTo: by.id } satisfies Moved));
      return follow(by.id);
    },
    async forget(messageId) {
      const record = await read(messageId);
      await ledger.delete(answerKey(messageId));
      if (record === null || 'movedTo' in record) return;
      if (record.turnId !== null) await ledger.delete(turnKey(record.turnId));
      for (const { ref } of record.parts) if (ref !== null) await ledger.delete(refKey(record.platform, ref));
    },
  };
}

/** The record of an answer of which nothing was sent for this message itself. */
export function emptyRecord(message: Message, parts: AnswerRecord['parts'] = []): AnswerRecord {
  return {
    messageId: message.id,
    turnId: null,
    platform: message.platform,
    conversation: message.conversation,
    authorId: message.author.id,
    parts,
    state: 'open',
    origin: message.origin ?? null,
  };
}
