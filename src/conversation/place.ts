import type { Context, ContextStore, StoredTurn } from './context.ts';
import type { LiveTurn } from './turn-entries.ts';
import type { Message } from './types.ts';

/** Where a turn stands in its conversation. */
export interface Place {
  /** What was said before it. */
  readonly context: Context;
  /** The turn that it takes the place of; null = it is a new one. */
  readonly replaced: LiveTurn | null;
}

/** Of the ids of what was replaced, so many of the latest are known. */
const REPLACED_MAX = 40;

/** Whether an id is that of the turn, of its message, or of one that it took the place of. */
export function isTurnOf(id: string): (turn: StoredTurn) => boolean {
  return ({ messageId, receipt, replaced }) =>
    messageId === id || receipt.id === id || replaced?.includes(id) === true;
}

/** A message that is run again stands where it stood; one that replaces another, where that one did. */
export async function findPlace(message: Message, loaded: Context, contexts: ContextStore): Promise<Place> {
  const { conversation, id, replaces } = message;
  const own = loaded.live.findLast(({ messageId }) => messageId === id) ?? null;
  const replaced =
    own === null && replaces !== undefined ? await contexts.find(conversation, isTurnOf(replaces)) : own;
  if (replaced === null) return { context: loaded, replaced };
  return { context: await contexts.before(conversation, loaded, replaced.index), replaced };
}

/** The ids under which a turn is still to be found when `messageId` answers in its place. */
export function idsOf(replaced: LiveTurn | null, messageId: string): readonly string[] {
  if (replaced === null) return [];
  const ids = [...(replaced.replaced ?? []), replaced.messageId, replaced.receipt.id];
  return ids.filter((id) => id !== messageId).slice(-REPLACED_MAX);
}
