import type { webApi } from '@slack/bolt';
import { languageOf } from '../../../src/conversation/wording.ts';
import type { Intent } from '../../../src/delivery/outbox.ts';
import type { Addressee, PlatformPort } from '../../../src/delivery/platform-port.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { call, refusalOf } from '../client/send-errors.ts';
import { uploadFile } from '../files/upload.ts';
import { LIMITS, PACE } from '../limits.ts';
import type { SlackParts } from '../parts.ts';
import { originOf } from '../receive/origin.ts';
import { prepare } from '../receive/prepare.ts';
import type { SlackPart, TextPart } from '../render/parts-of-answer.ts';
import { createSlackRenderer } from '../render/render.ts';
import { findSent } from './find-sent.ts';
import { fileOf, fileRefOf, refOf, tsOf } from './ref.ts';
import { createRoots } from './roots.ts';
import { createSessions } from './status.ts';
import { createStreamPort } from './stream.ts';

/** Marks a message of ours, so that it can be found when the answer to its post was lost. */
export const METADATA_TYPE = 'switchboard_answer';
/** Blocks that Slack did not take: then the words alone. */
const BAD_BLOCKS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'invalid_attachments',
]);

/** How answers look in Slack, and how they are sent. */
export function createSlackPort(parts: SlackParts, pictures: Pictures): PlatformPort<SlackPart> {
  const { clients, switchboard } = parts;
  const apiUrl = switchboard.config.slack?.apiUrl ?? null;
  const roots = createRoots(clients, switchboard.stores.ledger, apiUrl);
  const sessions = createSessions(clients);

  async function edit(_to: Addressee, ref: string, part: TextPart, signal: AbortSignal): Promise<void> {
    const target = tsOf(ref);
    const update = (content: Content) =>
      call('chat.update', () => clients.final.chat.update({ ...target, ...content }), signal);
    await plainerIfRefused(part, async (content) => {
      try {
        await update(content);
      } catch (error) {
        if (refusalOf((error as SendError).cause) !== 'streaming_state_conflict') throw error;
        // An earlier process left its stream open.
        await call('chat.stopStream', () => clients.stream.chat.stopStream(target), signal);
        await update(content);
      }
    });
  }

  return {
    platform: 'slack',
    limits: (to) => ({
      scope: originOf(to)?.channel ?? to.conversation,
      postEveryMs: PACE.postMs,
      editEveryMs: PACE.updateMs,
      appendEveryMs: PACE.appendMs,
      holdMs: PACE.holdMs,
      statusEveryMs: PACE.statusFadesMs / 2,
      callTimeoutMs: PACE.callTimeoutMs,
      giveUpAfterMs: PACE.giveUpMs,
    }),
    prepare: (message, signal) => prepare(message, parts, signal),
    renderer(message) {
      const { author, conversation, id } = message;
      const sign = switchboard.buttons.issue({ conversation, message: id, user: author.id });
      // It is awaited with the first footer.
      sign.catch(() => {});
      return createSlackRenderer(message, { pictures, sign, wantsStop: () => !sessions.native });
    },
    async post(to, part, intent, signal) {
      const place = await roots.placeOf(to);
      if (part.kind !== 'text') {
        return fileRefOf(await uploadFile(clients, part, place, apiUrl, signal));
      }
      const ts = await plainerIfRefused(part, async (content) => {
        const posted = await call(
          'chat.postMessage',
          () =>
            clients.final.chat.postMessage({
              channel: place.channel,
              thread_ts: place.thread,
              ...content,
              unfurl_links: false,
              unfurl_media: false,
              metadata: { event_type: METADATA_TYPE, event_payload: { intent: intent.id } },
            }),
          signal,
        );
        return posted.ts;
      });
      if (ts === undefined) throw new SendError('unknown', 'chat.postMessage: no ts');
      return refOf(place.channel, ts);
    },
    async edit(to, ref, part, signal) {
      if (part.kind !== 'text') throw new SendError('gone', 'an upload is not edited');
      await edit(to, ref, part, signal);
    },
    delete: (_to, ref, signal) => remove(clients, ref, signal),
    findSent: async (to, intent: Intent, signal) =>
      findSent(clients.final, await roots.placeOf(to), parts.self.user, intent, signal),
    stream: createStreamPort(clients, roots, edit),
    async status(to, view, signal) {
      await sessions.show(await roots.placeOf(to), view, languageOf(''), signal);
    },
  };
}

interface Content {
  readonly text: string;
  readonly blocks: (webApi.KnownBlock | webApi.Block)[];
}

/** Shows a part; where Slack does not take its blocks, its words in the plainest form that there is. */
async function plainerIfRefused<T>(part: TextPart, send: (content: Content) => Promise<T>): Promise<T> {
  try {
    return await send({ text: part.text, blocks: [...part.blocks] as Content['blocks'] });
  } catch (error) {
    if (!BAD_BLOCKS.has(refusalOf((error as SendError).cause) ?? '')) throw error;
    const words = part.plain.match(PIECES) ?? [part.text];
    const blocks = words.map((text) => ({
      type: 'section',
      text: { type: 'plain_text', text, emoji: false },
    }));
    return send({ text: part.text, blocks });
  }
}

const PIECES = new RegExp(`[\\s\\S]{1,${LIMITS.sectionCharacters}}`, 'g');

async function remove(clients: SlackParts['clients'], ref: string, signal: AbortSignal): Promise<void> {
  const file = fileOf(ref);
  const target = tsOf(ref);
  const send = () => call('chat.delete', () => clients.final.chat.delete(target), signal);
  try {
    if (file !== null) await call('files.delete', () => clients.final.files.delete({ file }), signal);
    else await send();
  } catch (error) {
    const failure = error as SendError;
    if (failure.failure === 'gone') return;
    // A stream has to end before it can be removed.
    if (refusalOf(failure.cause) !== 'cant_delete_message') throw failure;
    await call('chat.stopStream', () => clients.stream.chat.stopStream(target), signal);
    await send();
  }
}
