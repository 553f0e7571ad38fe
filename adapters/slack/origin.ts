import type { Message } from '../../src/conversation/types.ts';

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
  /** The thread that the answer goes to, by its root's time stamp. */
  readonly thread: string;
  /** Home workspace of the author: a stream wants its recipient named. */
  readonly recipientTeam: string;
  readonly files: readonly FileReference[];
  /** Users named in the text as `@U…`, whose names are looked up when its turn begins. */
  readonly mentions: readonly string[];
  /** The message stands in a thread of a channel, whose conversation may have to begin with the thread's root. */
  readonly inThread: boolean;
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
export function originOf(message: Message): Origin | null {
  if (message.origin !== undefined) return message.origin as unknown as Origin;
  const place = placeOf(message.id);
  if (place === null) return null;
  const [, team = '', channel = place.channel, thread] = message.conversation.split(':');
  return {
    channel,
    thread: thread ?? place.ts,
    recipientTeam: team,
    files: [],
    mentions: [],
    inThread: thread !== undefined,
  };
}
