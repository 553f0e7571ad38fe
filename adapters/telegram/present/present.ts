import type { Addressee, PlatformPort } from '../../../src/delivery/platform-port.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { isNotModified, refusalOf } from '../client/send-errors.ts';
import { isRecord, numberOf } from '../json.ts';
import { PACE } from '../limits.ts';
import type { TelegramParts } from '../parts.ts';
import { takeGone } from '../receive/changed.ts';
import { originOf } from '../receive/origin.ts';
import type { TelegramPart, TextPart } from '../render/parts-of-answer.ts';
import { createTelegramRenderer } from '../render/render.ts';
import { type Content, contentOf, plainContentOf } from './content.ts';
import { createDrafts } from './drafts.ts';
import { prepare } from './prepare.ts';
import { createQuestions } from './questions.ts';
import { refOf, targetOf } from './ref.ts';

/**
 * How answers look in Telegram, and how they are sent. A message cannot be read back and carries no mark of ours, so
 * there is no `findSent`: a part whose post had no answer is sent again, and that is counted.
 */
export function createTelegramPort(parts: TelegramParts, pictures: Pictures): PlatformPort<TelegramPart> {
  const { api, switchboard, taken } = parts;
  const questions = createQuestions((to) => {
    takeGone(to, switchboard).catch((error: unknown) =>
      switchboard.log.error({ err: error }, 'telegram: a deleted message could not be taken back'),
    );
  });

  async function post(to: Addressee, part: TelegramPart, signal: AbortSignal): Promise<unknown> {
    const place = placeOf(to);
    if (part.kind === 'text') {
      const markup = markupOf(part);
      return asTaken(part, ({ content, method }) =>
        api.call(method, { ...place, ...content, ...markup }, signal),
      );
    }
    const upload = { source: Buffer.from(part.bytes), filename: part.name };
    if (part.kind === 'file') return api.call('sendDocument', { ...place, document: upload }, signal);
    const caption = part.alt === null ? {} : { caption: part.alt.slice(0, CAPTION_CHARACTERS) };
    return api.call('sendPhoto', { ...place, photo: upload, ...caption }, signal);
  }

  /** Rich, else HTML, else plain, as the server takes it; rich ones that it does not take are rendered anew. */
  async function asTaken<T>(part: TextPart, send: (content: Content) => Promise<T>): Promise<T> {
    try {
      return await send(contentOf(part));
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === null || isNotModified(error) || (error as SendError).failure === 'gone') throw error;
      if (part.level === 'html') {
        if (refused.code !== 400 || !/can't parse entities/i.test(refused.description)) throw error;
        return send(plainContentOf(part));
      }
      if (!isAboutContent(refused)) throw error;
      // A server before 10.1 knows neither the method nor, in an edit, the field.
      if (refused.code === 404 || /message text is empty/i.test(refused.description)) taken.lacks('rich');
      part.degrade();
      throw new SendError('not_sent', 'it goes as HTML', { retryAfterMs: 0 });
    }
  }

  return {
    platform: 'telegram',
    limits(to) {
      const origin = originOf(to);
      const direct = origin?.direct === true;
      return {
        scope: String(origin?.chat ?? to.conversation),
        postEveryMs: direct ? PACE.postMs : PACE.groupMs,
        editEveryMs: direct ? PACE.editMs : PACE.groupMs,
        // People see soon that it grows; from then on it keeps to what a group takes in a minute.
        firstEditEveryMs: PACE.editMs,
        appendEveryMs: PACE.editMs,
        holdMs: PACE.holdMs,
        statusEveryMs: PACE.typingMs,
        callTimeoutMs: PACE.callTimeoutMs,
        giveUpAfterMs: PACE.giveUpMs,
      };
    },
    prepare: (message, signal) => prepare(message, parts, signal),
    renderer(message) {
      const { author, conversation, id } = message;
      const sign = switchboard.buttons.issue({ conversation, message: id, user: author.id });
      // It is awaited with the first buttons.
      sign.catch(() => {});
      return createTelegramRenderer(message, { pictures, sign, taken });
    },
    async post(to, part, _intent, signal) {
      const posted = await post(to, part, signal);
      const id = isRecord(posted) ? numberOf(posted.message_id) : null;
      const origin = originOf(to);
      if (id === null || origin === null) throw new SendError('unknown', 'no message_id');
      const ref = refOf(origin.chat, id);
      questions.stands(to, ref, posted);
      return ref;
    },
    async edit(to, ref, part, signal) {
      if (part.kind !== 'text') throw new SendError('gone', 'an upload is not edited');
      const markup = markupOf(part);
      try {
        const edited = await asTaken(part, ({ content }) =>
          api.call('editMessageText', { ...targetOf(ref), ...content, ...markup }, signal),
        );
        questions.stands(to, ref, edited);
      } catch (error) {
        if (isNotModified(error)) return;
        if ((error as SendError).failure === 'gone') questions.gone(to, ref);
        throw error;
      }
    },
    async delete(_to, ref, signal) {
      try {
        await api.call('deleteMessage', targetOf(ref), signal);
      } catch (error) {
        if ((error as SendError).failure !== 'gone') throw error;
      }
    },
    preview: createDrafts(api, taken),
    async status(to, view, signal) {
      if (view.phase !== 'waiting' && view.phase !== 'writing') return;
      const { reply_parameters: _, ...place } = placeOf(to);
      await api.call('sendChatAction', { ...place, action: 'typing' }, signal);
    },
  };
}

/** Of a caption [A]. */
const CAPTION_CHARACTERS = 1_000;

/** The refusal is about what was sent, not about the chat: less of it may be taken. */
function isAboutContent({ code, description }: { code: number; description: string }): boolean {
  if (code === 404) return true;
  return (
    code === 400 &&
    !/chat not found|thread not found|rights|CHAT_|PEER_ID|USER_|blocked|kicked|replied not found/i.test(
      description,
    )
  );
}

function placeOf(to: Addressee) {
  const origin = originOf(to);
  if (origin === null) throw new SendError('refused', 'a message without a place');
  const { chat, replyTo, topic } = origin;
  return {
    chat_id: chat,
    ...(topic !== null && { message_thread_id: topic }),
    // The question may have been deleted meanwhile; its answer is wanted all the same.
    ...(replyTo !== null && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    }),
  };
}

/** An edit without it would take the buttons away, which is right where there are none. */
function markupOf({ keyboard }: TextPart) {
  return keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } };
}
