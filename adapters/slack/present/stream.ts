import type { types, webApi } from '@slack/bolt';
import type { Addressee, StreamPort } from '../../../src/delivery/platform-port.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import type { Clients } from '../client/clients.ts';
import { call, refusalOf } from '../client/send-errors.ts';
import type { SlackPart, TextPart } from '../render/parts-of-answer.ts';
import { refOf, tsOf } from './ref.ts';
import type { Roots } from './roots.ts';

/** Slack, or this workspace, has no streaming: remembered, so that it is not tried with each answer. */
const NO_STREAMING = new Set([
  'unknown_method',
  'feature_not_enabled',
  'method_not_supported_for_channel_type',
]);

/**
 * Streaming by `chat.startStream`, `appendStream` and `stopStream`. The presenter makes one call after the other;
 * the client's own streamer opens two streams when appends overlap.
 *
 * @param edit shows a part by `chat.update`, for a final form that appending cannot reach
 */
export function createStreamPort(
  { stream }: Clients,
  roots: Roots,
  edit: (to: Addressee, ref: string, part: TextPart, signal: AbortSignal) => Promise<void>,
): StreamPort<SlackPart> {
  let offered = true;

  async function attempt<T>(method: string, send: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await call(method, send, signal);
    } catch (error) {
      const { cause } = error as SendError;
      if (NO_STREAMING.has(refusalOf(cause) ?? '')) offered = false;
      throw error;
    }
  }

  return {
    offered: (_to, part) =>
      offered && part.kind === 'text' && (part.live !== '' || part.tasks.length > 0) && !part.isAstray,

    async start(to, part, _intent, signal) {
      const place = await roots.placeOf(to);
      const begun = await attempt(
        'chat.startStream',
        () =>
          stream.chat.startStream({
            channel: place.channel,
            thread_ts: place.thread,
            // Outside a DM Slack wants to know for whom it is.
            recipient_user_id: to.author.id,
            recipient_team_id: place.recipientTeam,
            task_display_mode: 'plan',
            chunks: chunksTo(null, part),
          }),
        signal,
      );
      if (begun.ts === undefined) throw new SendError('unknown', 'chat.startStream: no ts');
      return refOf(place.channel, begun.ts);
    },

    canAppend: (shown, next) =>
      shown.kind === 'text' && next.kind === 'text' && !next.isAstray && next.live.startsWith(shown.live),

    async append(_to, ref, shown, next, signal) {
      const chunks = chunksTo(shown, next);
      if (chunks.length === 0) return;
      await attempt('chat.appendStream', () => stream.chat.appendStream({ ...tsOf(ref), chunks }), signal);
    },

    async stop(to, ref, shown, settled, signal) {
      if (shown.kind !== 'text' || settled.kind !== 'text') throw new SendError('stream_lost', 'not a text');
      const reachable = settled.streamable && settled.live.startsWith(shown.live);
      const chunks = reachable ? chunksTo(shown, settled) : [];
      const ending: webApi.ChatStopStreamArguments = {
        ...tsOf(ref),
        ...(chunks.length > 0 && { chunks }),
        ...(reachable && settled.footer.length > 0 && { blocks: [...settled.footer] }),
      };
      await attempt('chat.stopStream', () => stream.chat.stopStream(ending), signal);
      if (!reachable) await edit(to, ref, settled, signal);
    },

    async abandon(_to, ref, signal) {
      await attempt('chat.stopStream', () => stream.chat.stopStream(tsOf(ref)), signal);
    },
  };
}

/** What leads from what is shown to the next form. */
function chunksTo(shown: SlackPart | null, next: SlackPart): types.AnyChunk[] {
  if (next.kind !== 'text') return [];
  const before = shown?.kind === 'text' ? shown : null;
  const known = new Map(before?.tasks.map((task) => [task.id, task.status]));
  const tasks = next.tasks
    .filter(({ id, status }) => known.get(id) !== status)
    .map((task): types.AnyChunk => ({ type: 'task_update', ...task }));
  const text = next.live.slice(before?.live.length ?? 0);
  return text === '' ? tasks : [...tasks, { type: 'markdown_text', text }];
}
