import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonAction, ButtonOwner } from '../../../src/delivery/buttons.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { LIMITS } from '../limits.ts';
import type { TelegramParts } from '../parts.ts';
import { conversationOf } from '../receive/addressing.ts';
import type { Pressed } from '../receive/events.ts';
import { withOldOrigin } from '../receive/origin.ts';
import { languageFor } from './commands.ts';

type Words = Readonly<Record<Language, string>>;

const FOREIGN: Words = {
  en: 'Only the person who asked can use these buttons.',
  zh: '只有提问的人可以使用这些按钮。',
};
const FORGED: Words = { en: 'This button is no longer good.', zh: '这个按钮已失效。' };
const NOTHING: Words = {
  en: 'There is nothing here that could be answered again.',
  zh: '这里没有可以重新回答的内容。',
};
const ENDED: Words = { en: 'It has ended already.', zh: '它已经结束了。' };
const THANKS: Words = { en: 'Thanks, noted.', zh: '谢谢，已记录。' };

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
  if (!switchboard.access.mayUse(who)) return FOREIGN[language];
  const conversations = [conversationOf(pressed), conversationOf({ chat, topic: null })];
  const read = await switchboard.buttons.read(data, { user, conversations });
  if (!read.ok) return (read.why === 'foreign' ? FOREIGN : FORGED)[language];
  return act(read.action, read.owner, pressed, parts, language);
}

async function act(
  action: ButtonAction,
  { conversation, message }: ButtonOwner,
  pressed: Pressed,
  { switchboard }: TelegramParts,
  language: Language,
): Promise<string | null> {
  const user = String(pressed.from.id);
  switch (action.do) {
    case 'stop':
      return (await switchboard.answers.stop(message)) ? null : ENDED[language];
    case 'good':
    case 'bad':
      await switchboard.judgeTurn(conversation, message, user, { kind: action.do });
      return THANKS[language];
    case 'retry':
    case 'expert': {
      const expert = action.do === 'expert' ? action.expert : undefined;
      const id = `${message.replace(/:[er]\d+$/, '')}:r${pressed.id}`;
      const again = await switchboard.again(conversation, { id: message }, { id, ...(expert && { expert }) });
      if (again === null) return NOTHING[language];
      try {
        await switchboard.access.countTurn('telegram', user, again.text);
      } catch (error) {
        if (error instanceof SwitchboardError) return error.message;
        throw error;
      }
      if (expert !== undefined) {
        await switchboard.judgeTurn(conversation, message, user, { kind: 'expert', expert });
      }
      await switchboard.answers.accept(await withOldOrigin(again, switchboard.answers));
      return null;
    }
    case 'experts':
      // They have buttons of their own.
      return null;
    default:
      return action satisfies never;
  }
}
