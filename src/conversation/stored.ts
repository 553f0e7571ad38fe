import type { LanguageCode } from '../translation/languages.ts';
import type { Asks } from './asks.ts';
import type { StoredTurn } from './context.ts';
import type { Asked } from './question.ts';
import type { Message, Receipt } from './types.ts';

/** A turn as it is kept. @param replaced ids of what it took the place of */
export function toStored(
  message: Message,
  asked: Asked,
  answerIn: LanguageCode | null,
  receipt: Receipt,
  replaced: readonly string[],
): StoredTurn {
  const { attachments, text, written, ...kept } = message;
  const files = written?.files ?? attachments.map(({ mime, name }) => ({ mime, name }));
  const own = written?.text ?? text;
  return {
    messageId: message.id,
    ...(replaced.length > 0 && { replaced }),
    message: { ...kept, ...(files.length > 0 && { text: own }) },
    ...(answerIn !== null && { answerIn }),
    author: message.author.name,
    text: asked.text,
    images: asked.imageNames,
    ...(files.length > 0 && { files }),
    receipt,
  };
}

/** Once a turn is stored, of its message only the pictures are still to be kept. */
export async function tidyAsks(
  asks: Asks,
  message: Message,
  { images, replaced = [] }: StoredTurn,
): Promise<void> {
  await asks.drop(message.conversation, [message.id, ...replaced]);
  if (images.length > 0 && message.origin === undefined) await asks.keep(message, false);
}
