import type { Answers } from '../../../src/delivery/answers.ts';
import type { Intent } from '../../../src/delivery/outbox.ts';
import type { Rest } from '../client/rest.ts';
import { isRecord, records, stringOf } from '../payload.ts';
import { idAt } from '../receive/snowflake.ts';
import { refOf, refsFor } from './ref.ts';

/** Clocks of ours and Discord's may differ by so much. */
const CLOCK_MS = 5_000;
/** While Discord remembers a nonce for sure, sending again gives the same message. */
const NONCE_MS = 60_000;
const MESSAGES_MAX = 100;

/**
 * The message that was sent for an intent; null when there is none, or sending it again cannot double it. In a channel
 * one answer is written after the other, so it is the first of ours since the intent that nothing is known of.
 *
 * @param nowMs milliseconds since the epoch
 */
export async function findSent(
  rest: Rest,
  answers: Pick<Answers, 'byRef'>,
  { channel, nowMs, self }: { readonly channel: string; readonly nowMs: number; readonly self: string },
  intent: Intent,
  signal: AbortSignal,
): Promise<string | null> {
  if (nowMs - intent.at < NONCE_MS) return null;
  const query = new URLSearchParams({ after: idAt(intent.at - CLOCK_MS), limit: String(MESSAGES_MAX) });
  const found = records(await rest.get(`/channels/${channel}/messages`, { query }, signal));
  const ours = found
    .filter(
      ({ author, interaction_metadata: by }) => isRecord(author) && author.id === self && by === undefined,
    )
    .flatMap(({ id }) => stringOf(id) ?? [])
    .toSorted((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1));
  for (const id of ours) if (!(await isKnown(answers, channel, id))) return refOf(channel, id);
  return null;
}

async function isKnown(answers: Pick<Answers, 'byRef'>, channel: string, id: string): Promise<boolean> {
  for (const ref of refsFor(channel, id)) if ((await answers.byRef('discord', ref)) !== null) return true;
  return false;
}
