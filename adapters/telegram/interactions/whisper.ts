import { parseMarkdown } from '../../../src/rendering/parse.ts';
import { plainText } from '../../../src/rendering/plain.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { refusalOf } from '../client/send-errors.ts';
import { LIMITS } from '../limits.ts';
import type { TelegramParts } from '../parts.ts';
import type { Posted } from '../receive/events.ts';
import { htmlDialect, neutralise } from '../render/html.ts';
import { visibleLength } from '../render/visible.ts';

type To = Pick<Posted, 'chat' | 'direct' | 'topic' | 'id' | 'ephemeral'> & {
  readonly from: Pick<Posted['from'], 'id'>;
};

/**
 * Tells one person something, in Markdown. In a group the others do not see it where Telegram allows that (10.2: for
 * 15 seconds after a press or an ephemeral command, or to a bot that is an administrator); else it is a reply to them.
 */
export async function whisper(parts: TelegramParts, to: To, markdown: string): Promise<void> {
  const { api } = parts;
  const place = {
    chat_id: to.chat,
    ...(to.topic !== null && { message_thread_id: to.topic }),
    link_preview_options: { is_disabled: true },
  };
  const content = contentOf(markdown);
  const send = async (fields: object) => {
    try {
      await api.callSoon('sendMessage', { ...place, ...fields, ...content });
    } catch (error) {
      if (!/can't parse entities/i.test(refusalOf(error)?.description ?? '')) throw error;
      await api.callSoon('sendMessage', { ...place, ...fields, text: plainOf(markdown) });
    }
  };
  if (to.direct) return send({});
  try {
    const reply = to.ephemeral && { reply_parameters: { ephemeral_message_id: to.id } };
    return await send({ ephemeral_message_parameters: { receiver_user_id: to.from.id }, ...reply });
  } catch (error) {
    if (refusalOf(error) === null) throw error;
  }
  const reply = { message_id: to.id, allow_sending_without_reply: true };
  return send(to.ephemeral ? {} : { reply_parameters: reply });
}

function contentOf(markdown: string): { text: string; parse_mode?: string } {
  const blocks = parseMarkdown(markdown).children as Block[];
  const text = serialise(blocks, htmlDialect);
  return visibleLength(text) <= LIMITS.textCharacters
    ? { text, parse_mode: 'HTML' }
    : { text: plainOf(markdown) };
}

function plainOf(markdown: string): string {
  const blocks = parseMarkdown(markdown).children as Block[];
  return neutralise(plainText(blocks)).slice(0, LIMITS.textCharacters);
}
