import type { AgainChange, KeptTurn, TurnRecord, WhichTurn } from '../switchboard.ts';
import type { Asks, KeptAsk } from './asks.ts';
import type { ContextStore, StoredTurn } from './context.ts';
import { isTurnOf } from './place.ts';
import type { ConversationKey, Message } from './types.ts';

/** A stored turn as it is listed. */
export function toRecord({ author, text, receipt }: StoredTurn): TurnRecord {
  const { id, timestamp, response, route, model_used, finish } = receipt;
  const stopped = finish === 'stopped';
  return { id, timestamp, author, text, response, expert: route.expert, model_used, stopped };
}

/** A stored turn with all that is known of it. */
export function toKept(turn: StoredTurn): KeptTurn {
  const { message, messageId, receipt } = turn;
  const { files = turn.images.map((name) => ({ name, mime: 'image/*' })) } = turn;
  return {
    ...toRecord(turn),
    messageId,
    authorId: message?.author.id ?? null,
    receipt,
    written: message?.text ?? turn.text,
    files,
    origin: message?.origin ?? null,
  };
}

/** The turn of an id, or the latest of a user. */
export function whichTurn(which: WhichTurn): (turn: StoredTurn) => boolean {
  return 'id' in which ? isTurnOf(which.id) : ({ message }) => message?.author.id === which.by;
}

/** The message that asks again what was asked; null when there is no such turn, and no failed one. */
export async function askAgain(
  key: ConversationKey,
  which: WhichTurn,
  change: AgainChange,
  { asks, contexts }: { readonly asks: Asks; readonly contexts: ContextStore },
): Promise<Message | null> {
  const turn = await contexts.find(key, whichTurn(which));
  const kept = await asks.all(key);
  const failed = kept.findLast((ask) => ask.unanswered && isAskOf(ask, which));
  // The latest of a user may be one that failed.
  const isLater = failed !== undefined && (turn === null || failed.at > turn.receipt.timestamp);
  if (isLater) {
    const { message } = failed;
    return changed({ ...message, replaces: message.replaces ?? message.id }, change);
  }
  if (turn?.message === undefined) return null;
  const pictures = kept.find(({ message }) => message.id === turn.messageId)?.message.attachments;
  const { text = turn.text, ...message } = turn.message;
  // Text files stand in the turn's text already, where they cannot be had again.
  const whole = pictures === undefined && message.origin === undefined ? turn.text : text;
  const { files = [] } = turn;
  const written = whole !== text && { written: { text, files } };
  return changed(
    { ...message, ...written, text: whole, attachments: pictures ?? [], replaces: turn.messageId },
    change,
  );
}

function isAskOf({ message }: KeptAsk, which: WhichTurn): boolean {
  return 'id' in which
    ? message.id === which.id || message.replaces === which.id
    : message.author.id === which.by;
}

function changed(message: Message, { expert, id }: AgainChange): Message {
  return { ...message, id, forced: expert ?? message.forced };
}
