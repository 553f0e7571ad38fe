import type { Message } from '../../../src/conversation/types.ts';
import type { Answers } from '../../../src/delivery/answers.ts';

/** A file that came with a message; it is fetched when its turn begins. */
export interface FileReference {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  /** 0 where Telegram does not tell. */
  readonly sizeBytes: number;
}

/** What a Telegram message carries along, so that it can be answered. */
export interface Origin {
  readonly chat: number;
  /** The person and the bot alone: there are drafts. */
  readonly direct: boolean;
  readonly topic: number | null;
  /** The message that the answer is a reply to; null where none is needed, or it cannot be replied to. */
  readonly replyTo: number | null;
  readonly files: readonly FileReference[];
}

/** The id of a message as the inbox knows it. @example messageId(-100, 17, false) // 'telegram:-100:17' */
export function messageId(chat: number, id: number, ephemeral: boolean): string {
  return `telegram:${chat}:${ephemeral ? 'x' : ''}${id}`;
}

/** The origin of a message; for one that was made from a stored turn, what its id and conversation tell. */
export function originOf(message: Pick<Message, 'id' | 'conversation' | 'origin'>): Origin | null {
  if (message.origin !== undefined) return message.origin as unknown as Origin;
  const [, chat, id] = /^telegram:(-?\d+):x?(\d+)(?::|$)/.exec(message.id) ?? [];
  if (chat === undefined || id === undefined) return null;
  const [, , , topic] = message.conversation.split(':');
  const direct = Number(chat) > 0;
  return {
    chat: Number(chat),
    direct,
    topic: topic === undefined ? null : Number(topic),
    replyTo: direct ? null : Number(id),
    files: [],
  };
}

/** A message that is answered again goes where its answer stands; its files are in it already. */
export async function withOldOrigin(message: Message, answers: Pick<Answers, 'of'>): Promise<Message> {
  const record = message.replaces === undefined ? null : await answers.of(message.replaces);
  const old =
    (record?.origin as Origin | null | undefined) ??
    originOf({ id: message.replaces ?? message.id, conversation: message.conversation });
  return old === null ? message : { ...message, origin: { ...old, files: [] } };
}
