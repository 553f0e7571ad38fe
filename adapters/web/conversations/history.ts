import type { KeptAsk } from '../../../src/conversation/asks.ts';
import type { Attachment } from '../../../src/conversation/types.ts';
import { pictureType } from '../../../src/gateway/picture-type.ts';
import type { JudgedTurn } from '../../../src/switchboard.ts';
import type { Unanswered, WebAttachment, WebTurn } from '../protocol.ts';
import type { Asked } from './asked-store.ts';
import { continuedBy } from './continuing.ts';

/**
 * A stored turn as the page shows it.
 *
 * @param id of the conversation
 * @param kept messages whose pictures are still there
 */
export function toWebTurn(turn: JudgedTurn, id: string, kept: readonly KeptAsk[]): WebTurn {
  const { messageId, origin, stopped, verdict, written } = turn;
  const { response, ...receipt } = turn.receipt;
  return {
    id: turn.id,
    message: messageId,
    text: written,
    attachments: attachmentsOf(turn, id, kept),
    response,
    receipt: { ...receipt, conversation: id },
    verdict: verdict?.kind === 'good' || verdict?.kind === 'bad' ? verdict.kind : null,
    continues: continuedBy(origin),
    stopped,
  };
}

function attachmentsOf(
  { files, messageId }: JudgedTurn,
  id: string,
  kept: readonly KeptAsk[],
): WebAttachment[] {
  const pictures = kept.find(({ message }) => message.id === messageId)?.message.attachments ?? [];
  return files.map(({ mime, name }, index) => {
    const isThere = isPicture(pictures[index]);
    const path = `/web/conversations/${id}/turns/${encodeURIComponent(messageId)}/attachments/${index}`;
    return { name, mime, url: isThere ? path : null };
  });
}

/** Only what its first bytes say that it is one: what a page of ours loads must be nothing else. */
export function isPicture(attachment: Attachment | undefined): boolean {
  return attachment !== undefined && pictureTypeOf(attachment) !== null;
}

const HEAD_CHARACTERS = 64;

/** The type of a picture by its content, else null. */
export function pictureTypeOf({ data }: Attachment): string | null {
  return pictureType(Buffer.from(data.slice(0, HEAD_CHARACTERS), 'base64'));
}

/**
 * The latest question that has no answer and whose turn does not run: it failed, or the server died in the middle.
 * Null when a later one was answered, since the person has gone on.
 */
export function unansweredOf(
  turns: readonly JudgedTurn[],
  kept: readonly KeptAsk[],
  asked: readonly Asked[],
  isRunning: (messageId: string) => boolean,
): Unanswered | null {
  const failed = kept.filter(({ unanswered }) => unanswered).map(toAsked);
  const known = new Set(turns.map(({ messageId }) => messageId));
  const open = [...asked, ...failed].filter(({ message }) => !known.has(message) && !isRunning(message));
  const latest = open.sort((one, other) => one.at.localeCompare(other.at)).at(-1);
  const answered = turns.reduce((last, { timestamp }) => (timestamp > last ? timestamp : last), '');
  if (latest === undefined || latest.at <= answered) return null;
  const { attachments, expert, message, replaces, text } = latest;
  return { message, text, expert, replaces, attachments };
}

function toAsked({ at, message }: KeptAsk): Asked {
  const { attachments, forced, id, json = null, replaces = null, text, written } = message;
  const names = (written?.files ?? attachments).map(({ name }) => name);
  return { message: id, text: written?.text ?? text, expert: forced, json, replaces, attachments: names, at };
}
