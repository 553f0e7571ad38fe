import type { Message } from '../../../src/conversation/types.ts';
import type { Answers } from '../../../src/delivery/answers.ts';
import { INTERACTION } from '../limits.ts';
import { timeOf } from './snowflake.ts';

/** A file that came with a message; it is fetched when its turn begins. */
export interface FileReference {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly url: string;
  /** The message that it belongs to, where a new link can be had once this one has expired; null for a command's. */
  readonly message: { readonly channel: string; readonly id: string } | null;
}

/** A slash command or menu that is being answered. */
export interface InteractionReference {
  readonly id: string;
  readonly application: string;
  /** A secret for 15 minutes. */
  readonly token: string;
  /** The bot may write in the channel without it, too; false where only the command was installed. */
  readonly inChannel: boolean;
}

/** What a Discord message carries along, so that it can be answered. */
export interface Origin {
  /** The channel or thread. */
  readonly channel: string;
  /** Null in a direct message. */
  readonly guild: string | null;
  /** The message that the answer replies to; null for a command, which leaves none. */
  readonly replyTo: string | null;
  readonly files: readonly FileReference[];
  /** It stands in a thread, whose conversation may have to begin with what was said there. */
  readonly inThread: boolean;
  /** A message of somebody else that it replies to: the model is told what that says. */
  readonly chain: { readonly channel: string; readonly id: string } | null;
  readonly interaction: InteractionReference | null;
}

/** The id of a Discord message as the inbox knows it. @example messageId('1', '2') // 'discord:1:2' */
export function messageId(channel: string, id: string): string {
  return `discord:${channel}:${id}`;
}

/** The channel and message behind an id, also of one that stands for an edit or a retry (`discord:1:2:e3`). */
export function placeOf(id: string): { readonly channel: string; readonly id: string } | null {
  const [, channel, message] = /^discord:(\d+):(\d+)(?::|$)/.exec(id) ?? [];
  return channel === undefined || message === undefined ? null : { channel, id: message };
}

/** The origin of a message; for one that was made from a stored turn, what its id and conversation tell. */
export function originOf(message: Pick<Message, 'id' | 'conversation' | 'origin'>): Origin | null {
  if (message.origin !== undefined) return message.origin as unknown as Origin;
  const place = placeOf(message.id);
  const [, guild = '@me', channel] = message.conversation.split(':');
  if (channel === undefined) return null;
  return {
    channel: place?.channel ?? channel,
    guild: guild === '@me' ? null : guild,
    replyTo: place?.id ?? null,
    files: [],
    inThread: false,
    chain: null,
    interaction: null,
  };
}

/** A message that is answered again goes where its answer stands; its files and names are in it already. */
export async function withOldOrigin(message: Message, answers: Pick<Answers, 'of'>): Promise<Message> {
  const record = message.replaces === undefined ? null : await answers.of(message.replaces);
  const old =
    (record?.origin as Origin | null | undefined) ??
    originOf({ ...message, id: message.replaces ?? message.id });
  if (old === null) return message;
  return { ...message, origin: { ...old, files: [], inThread: false, chain: null } };
}

/** Whether an interaction can still be answered by its token. @param nowMs milliseconds since the epoch */
export function isTokenGood({ id }: InteractionReference, nowMs: number): boolean {
  return nowMs < timeOf(id) + INTERACTION.tokenMs;
}
