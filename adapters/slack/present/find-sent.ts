import type { webApi } from '@slack/bolt';
import type { Intent } from '../../../src/delivery/outbox.ts';
import { call } from '../client/send-errors.ts';
import { isRecord, type Json, stringOf } from '../payload.ts';
import { fileRefOf, refOf } from './ref.ts';
import type { AnswerPlace } from './roots.ts';

/** Clocks of ours and Slack's may differ by so much. */
const CLOCK_MS = 5_000;
const MESSAGES_MAX = 100;

/**
 * The message that was sent for an intent, read back from its thread; null when there is none. A post carries the
 * intent; a stream or an upload cannot, but an answer sends one message after the other, so it is the first of ours
 * that carries none and is no older.
 */
export async function findSent(
  client: webApi.WebClient,
  place: AnswerPlace,
  self: string,
  intent: Intent,
  signal: AbortSignal,
): Promise<string | null> {
  const { channel, thread } = place;
  const oldest = ((intent.at - CLOCK_MS) / 1000).toFixed(6);
  const found = await call(
    'conversations.replies',
    () =>
      client.conversations.replies({
        channel,
        ts: thread,
        oldest,
        limit: MESSAGES_MAX,
        include_all_metadata: true,
      }),
    signal,
  );
  const ours = ((found.messages ?? []) as unknown[])
    .filter(isRecord)
    .filter(({ ts, user }) => user === self && typeof ts === 'string' && ts !== thread && ts >= oldest);
  const marked = ours.find((message) => intentOf(message) === intent.id);
  const message = marked ?? ours.find((each) => intentOf(each) === null);
  return message === undefined ? null : toRef(channel, message);
}

function intentOf({ metadata }: Json): string | null {
  const payload = isRecord(metadata) ? metadata.event_payload : null;
  return isRecord(payload) ? stringOf(payload.intent) : null;
}

function toRef(channel: string, { files, ts }: Json): string {
  const [file] = Array.isArray(files) ? files : [];
  const id = isRecord(file) ? stringOf(file.id) : null;
  return id === null ? refOf(channel, String(ts)) : fileRefOf(id);
}
