import type { Intent } from '../../../src/delivery/outbox.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import { refusalOf } from '../client/send-errors.ts';
import type { DiscordParts } from '../parts.ts';
import { isRecord, stringOf } from '../payload.ts';
import { type InteractionReference, isTokenGood, type Origin } from '../receive/origin.ts';
import type { DiscordPart } from '../render/parts-of-answer.ts';
import { plainSentOf, sentOf } from './body.ts';
import { refOf, targetOf } from './ref.ts';

type Sender = Pick<DiscordParts, 'rest' | 'now'>;

/** Invalid Form Body, Cannot send an empty message (the bot may not send embeds here) [DD]. */
const NO_EMBEDS = new Set([50_035, 50_006]);
/** Unknown Webhook, Unknown Interaction, Invalid Webhook Token [DD]: the token is over, whatever its age. */
const TOKEN_OVER = new Set([10_015, 10_062, 50_027]);

/** Posts a part where its question was asked. */
export async function post(
  { now, rest }: Sender,
  { channel, interaction, replyTo }: Origin,
  part: DiscordPart,
  intent: Intent,
  signal: AbortSignal,
): Promise<string> {
  const usable = interaction !== null && isTokenGood(interaction, now()) ? interaction : null;
  if (usable !== null && (intent.index === 0 || !usable.inChannel)) {
    try {
      return await answerInteraction(rest, usable, part, intent.index === 0, signal);
    } catch (error) {
      if (!usable.inChannel || !TOKEN_OVER.has(refusalOf(error) ?? 0)) throw error;
    }
  }
  return plainerIfRefused(part, async ({ body, files }) => {
    const reference = { message_id: replyTo, fail_if_not_exists: false };
    const sent = await rest.post(
      `/channels/${channel}/messages`,
      {
        files,
        body: {
          ...body,
          ...(replyTo !== null && intent.index === 0 && { message_reference: reference }),
          // Sent again, it is the same message.
          nonce: intent.id,
          enforce_nonce: true,
        },
      },
      signal,
    );
    return refOf(channel, idIn(sent));
  });
}

/** The first part takes the place of “thinking…”, which can be repeated; others follow it. */
async function answerInteraction(
  rest: Sender['rest'],
  { application, token }: InteractionReference,
  part: DiscordPart,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<string> {
  const route = `/webhooks/${application}/${token}` as const;
  return plainerIfRefused(part, async (sent) => {
    const message = isFirst
      ? await rest.patch(`${route}/messages/@original`, { ...sent, auth: false }, signal)
      : await rest.post(route, { ...sent, auth: false, query: WAIT }, signal);
    const channel = isRecord(message) ? stringOf(message.channel_id) : null;
    return refOf(channel ?? '', idIn(message), true);
  });
}

const WAIT = new URLSearchParams({ wait: 'true' });

/** Makes a message look like a part: by its interaction's token while that is good, then as any message of ours. */
export async function edit(
  { now, rest }: Sender,
  origin: Origin | null,
  ref: string,
  part: DiscordPart,
  signal: AbortSignal,
): Promise<void> {
  await plainerIfRefused(part, async (sent) => {
    const { channel, id, viaInteraction } = targetOf(ref);
    const interaction = viaInteraction ? (origin?.interaction ?? null) : null;
    if (interaction !== null && isTokenGood(interaction, now())) {
      try {
        await rest.patch(webhookMessage(interaction, id), { ...sent, auth: false }, signal);
        return;
      } catch (error) {
        if (!TOKEN_OVER.has(refusalOf(error) ?? 0)) throw error;
      }
    }
    await rest.patch(`/channels/${channel}/messages/${id}`, sent, signal);
  });
}

/** Removes a message of ours; one that is gone already is success. */
export async function remove(
  { now, rest }: Sender,
  origin: Origin | null,
  ref: string,
  signal: AbortSignal,
): Promise<void> {
  const { channel, id, viaInteraction } = targetOf(ref);
  const interaction = viaInteraction ? (origin?.interaction ?? null) : null;
  try {
    if (interaction !== null && !interaction.inChannel && isTokenGood(interaction, now())) {
      await rest.delete(webhookMessage(interaction, id), { auth: false }, signal);
    } else await rest.delete(`/channels/${channel}/messages/${id}`, {}, signal);
  } catch (error) {
    if (!(error instanceof SendError) || error.failure !== 'gone') throw error;
  }
}

function webhookMessage({ application, token }: InteractionReference, id: string) {
  return `/webhooks/${application}/${token}/messages/${id}` as const;
}

/** Shows a part; where Discord does not take its embeds, its words. */
async function plainerIfRefused<T>(
  part: DiscordPart,
  send: (sent: ReturnType<typeof sentOf>) => Promise<T>,
): Promise<T> {
  try {
    return await send(sentOf(part));
  } catch (error) {
    if (part.kind !== 'text' || !NO_EMBEDS.has(refusalOf(error) ?? 0)) throw error;
    return send(plainSentOf(part));
  }
}

function idIn(message: unknown): string {
  const id = isRecord(message) ? stringOf(message.id) : null;
  if (id === null) throw new SendError('unknown', 'a message was sent, and its id not told');
  return id;
}
