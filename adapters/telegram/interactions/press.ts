import { performPress, refusedPress } from '../../../commands/press.ts';
import type { Message } from '../../../src/conversation/types.ts';
import { LIMITS } from '../limits.ts';
import type { TelegramParts } from '../parts.ts';
import { conversationOf } from '../receive/addressing.ts';
import type { Pressed } from '../receive/events.ts';
import { withOldOrigin } from '../receive/origin.ts';
import { languageFor } from './commands.ts';

/**
 * Does what a button stands for, and answers the press whatever comes of it: until then it spins. What is to be told is
 * seen by the person alone.
 */
export async function takePress(pressed: Pressed, parts: TelegramParts): Promise<void> {
  let text: string | null = null;
  try {
    text = await outcomeOf(pressed, parts);
  } finally {
    answer(pressed, text, parts);
  }
}

/** Not awaited: the handler waits for what it stores alone. After 150 s a press can no longer be answered. */
function answer({ id }: Pressed, text: string | null, { api, switchboard }: TelegramParts): void {
  const shown = text === null ? {} : { text: text.slice(0, LIMITS.callbackAnswerCharacters) };
  api
    .callSoon('answerCallbackQuery', { callback_query_id: id, ...shown })
    .catch((error: unknown) => switchboard.log.warn({ err: error }, 'telegram: a press was not answered'));
}

/** @returns what the person is told; null for nothing */
async function outcomeOf(pressed: Pressed, parts: TelegramParts): Promise<string | null> {
  const { chat, data, direct, from } = pressed;
  const { switchboard } = parts;
  const language = languageFor(from.locale, '');
  const user = String(from.id);
  const who = { platform: 'telegram' as const, user, places: [String(chat)], shared: !direct };
  if (!switchboard.access.mayUse(who)) return refusedPress('foreign', language);
  const conversations = [conversationOf(pressed), conversationOf({ chat, topic: null })];
  const read = await switchboard.buttons.read(data, { user, conversations });
  if (!read.ok) return refusedPress(read.why, language);
  const presser = {
    platform: 'telegram' as const,
    user,
    language,
    pressId: pressed.id,
    withOrigin: (again: Message) => withOldOrigin(again, switchboard.answers),
  };
  return performPress(read.action, read.owner, presser, switchboard);
}
