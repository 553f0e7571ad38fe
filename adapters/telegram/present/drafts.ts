import { createHash } from 'node:crypto';
import type { PreviewPort } from '../../../src/delivery/platform-port.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import type { Api } from '../client/api.ts';
import { refusalOf } from '../client/send-errors.ts';
import type { Taken } from '../client/taken.ts';
import { PACE } from '../limits.ts';
import { originOf } from '../receive/origin.ts';
import type { TelegramPart } from '../render/parts-of-answer.ts';
import { contentOf } from './content.ts';

/** The id of the draft of an answer: not zero, and the same after a restart, so that a stop finds its message. */
export function draftIdOf(messageId: string): number {
  const hash = createHash('sha256').update(`telegram draft ${messageId}`).digest();
  return hash.readUInt32BE(0) & 0x7fff_ffff || 1;
}

/**
 * Drafts: in private chats an answer that is written is shown without being a message. Telegram's own stop button is
 * under them, which tells us and stops nothing by itself; what was shown stays until the final message comes.
 */
export function createDrafts(api: Api, taken: Taken): PreviewPort<TelegramPart> {
  return {
    everyMs: PACE.draftMs,
    renewMs: PACE.draftRenewMs,
    offered: (to, part) => taken.drafts && part.kind === 'text' && originOf(to)?.direct === true,
    async show(to, part, signal) {
      const origin = originOf(to);
      if (origin === null || part.kind !== 'text') throw new SendError('refused', 'no draft of this');
      const method = part.level === 'rich' ? 'sendRichMessageDraft' : 'sendMessageDraft';
      const { content } = contentOf(part);
      // Drafts have no previews of links that could be switched off.
      const { link_preview_options: _, ...shown } = content;
      const place = {
        chat_id: origin.chat,
        ...(origin.topic !== null && { message_thread_id: origin.topic }),
        draft_id: draftIdOf(to.id),
        can_stop: true,
        keep_on_stop: true,
      };
      try {
        await api.call(method, { ...place, ...shown }, signal);
      } catch (error) {
        // Unknown to this server (404), whichever kind it was: no answer need try again.
        if (refusalOf(error)?.code === 404) taken.lacks('drafts');
        throw error;
      }
    },
  };
}
