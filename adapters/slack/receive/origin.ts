import type { Message } from '../../../src/conversation/types.ts';
import type { Answers } from '../../../src/delivery/answers.ts';

/** A file that came with a message; it is fetched when its turn begins. */
export interface FileReference {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
  /** Null when Slack has not told it (Slack Connect): `files.info` has to be asked. */
  readonly url: string | null;
}

/** What a Slack message carries along, so that it can be answered. */
export interface Origin {
  readonly channel: string;
  /** The thread that the answer goes to, by its root's time stamp; empty for a command, whose root is yet to be posted. */
  readonly thread: string;
  /** Home workspace of the author: a stream wants its recipient named. */
  readonly recipientTeam: string;
  readonly files: readonly FileReference[];
  /** Users named in the text as `@U…`, whose names are looked up when its turn begins. */
  readonly mentions: readonly string[];
  /** The message stands in a thread of a channel, whose conversation may have to begin with the thread's root. */
  readonly inThread: boolean;
  /** Of a slash command, which leaves no message that a thread could hang on: one is posted first. */
  readonly command?: {
    /** As it was typed: `/math 2+2`. */
    readonly line: string;
    /** Where the person can be told that the bot may not write there; good for 30 minutes. */
    readonly responseUrl: string | null;
  };
}

/** The id of a Slack message as the inbox knows it. @example messageId('C1', '17.000') // 'slack:C1:17.000' */
export function messageId(channel: string, ts: string): string {
  return `slack:${channel}:${ts}`;
}

/** The channel and time stamp behind an id, also of one that stands for an edit or a retry (`slack:C1:17.000:e2`). */
export function placeOf(id: string): { readonly channel: string; readonly ts: string } | null {
  const [, channel, ts] = /^slack:([^:]+):(\d+\.\d+)(?::|$)/.exec(id) ?? [];
  return channel === undefined || ts === undefined ? null : { channel, ts };
}

/** The origin of a message; for one that was made from a stored turn, what its id and conversation tell. */
export function originOf(message: Pick<Message, 'id' | 'conversation' | 'origin'>): Origin | null {
  if (message.origin !== undefined) return message.origin as unknown as Origin;
  const place = placeOf(message.id);
  if (place === null) return null;
  const [, team = '', , thread] = message.conversation.split(':');
  return {
    channel: place.channel,
    thread: thread ?? place.ts,
    recipientTeam: team,
    files: [],
    mentions: [],
    inThread: thread !== undefined,
  };
}

/** A message that is answered again goes where its answer stands; its files and names are in it already. */
export async function withOldOrigin(message: Message, answers: Pick<Answers, 'of'>): Promise<Message> {
  const record = message.replaces === undefined ? null : await answers.of(message.replaces);
  const old =
    (record?.origin as Origin | null | undefined) ??
    originOf({ ...message, id: message.replaces ?? message.id });
  if (old === null) return message;
  const { command: _, ...rest } = old;
  return { ...message, origin: { ...rest, files: [], mentions: [], inThread: false } };
}
