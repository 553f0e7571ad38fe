import type { ConversationKey, Message, Platform } from '../src/conversation/types.ts';
import type { Language } from '../src/conversation/wording.ts';
import type { ButtonAction, ButtonOwner, Pressed } from '../src/delivery/buttons.ts';
import { SwitchboardError } from '../src/errors.ts';
import type { AgainChange, Switchboard } from '../src/switchboard.ts';

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

/** Why a button does nothing for this person, in words. */
export function refusedPress(why: Extract<Pressed, { ok: false }>['why'], language: Language): string {
  return (why === 'foreign' ? FOREIGN : FORGED)[language];
}

export interface Presser {
  readonly platform: Platform;
  readonly user: string;
  readonly language: Language;
  /** Of this press, in digits and dots: a message made of it is new, and the same when the press comes again. */
  readonly pressId: string;
  /** Where the new answer goes: the platform's own part of the message. */
  withOrigin(again: Message): Promise<Message>;
}

/** An answer, and who wants another in its place. */
export interface AnswerOf {
  readonly conversation: ConversationKey;
  /** Of the turn, or of its message. */
  readonly id: string;
  readonly user: string;
}

/**
 * The message that answers again; that another expert should have answered is noted for the router. Null: there is
 * nothing that could be answered again.
 *
 * @param admit throws where the person may not ask now; nothing is noted then
 */
export async function askedAgain(
  { conversation, id, user }: AnswerOf,
  change: AgainChange,
  switchboard: Pick<Switchboard, 'again' | 'judgeTurn'>,
  admit: (again: Message) => Promise<void> = async () => {},
): Promise<Message | null> {
  const again = await switchboard.again(conversation, { id }, change);
  if (again === null) return null;
  await admit(again);
  const { expert } = change;
  if (expert !== undefined) await switchboard.judgeTurn(conversation, id, user, { kind: 'expert', expert });
  return again;
}

/** Does what a button under an answer stands for. @returns what the person is told; null for nothing */
export async function performPress(
  action: ButtonAction,
  { conversation, message }: ButtonOwner,
  { language, platform, pressId, user, withOrigin }: Presser,
  switchboard: Switchboard,
): Promise<string | null> {
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
      const id = `${message.replace(/:[er][\d.]+$/, '')}:r${pressId}`;
      const change = { id, ...(expert && { expert }) };
      const count = (again: Message) => switchboard.access.countTurn(platform, user, again.text);
      let again: Message | null;
      try {
        again = await askedAgain({ conversation, id: message, user }, change, switchboard, count);
      } catch (error) {
        if (error instanceof SwitchboardError) return error.message;
        throw error;
      }
      if (again === null) return NOTHING[language];
      await switchboard.answers.accept(await withOrigin(again));
      return null;
    }
    case 'experts':
      // Platforms have menus, or a button for each expert.
      return null;
    default:
      return action satisfies never;
  }
}
