import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonAction, ButtonOwner } from '../../../src/delivery/buttons.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { DiscordParts } from '../parts.ts';
import { stringOf } from '../payload.ts';
import { PREFIX } from '../present/controls.ts';
import { conversationOf } from '../receive/addressing.ts';
import { withOldOrigin } from '../receive/origin.ts';
import { languageFor, whoIs } from './commands.ts';
import type { Interaction } from './interaction.ts';
import { moveToThread } from './move.ts';
import type { Respond } from './respond.ts';

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

/** Does what a control under an answer stands for. */
export async function takePress(
  interaction: Interaction,
  respond: Respond,
  parts: DiscordParts,
): Promise<void> {
  await respond.acknowledge();
  const told = await act(interaction, parts);
  if (told !== null) await respond.whisper(told);
}

/** @returns what the person is told; null for nothing */
async function act(interaction: Interaction, parts: DiscordParts): Promise<string | null> {
  const { data, locale, place, user } = interaction;
  const { switchboard } = parts;
  const language = languageFor(locale, '');
  if (!switchboard.access.mayUse(whoIs(user, place))) return FOREIGN[language];
  const id = stringOf(data.custom_id) ?? '';
  const chosen = Array.isArray(data.values) ? stringOf(data.values[0]) : null;
  const payload = chosen ?? id.slice(id.indexOf(':') + 1);
  const pressed = await switchboard.buttons.read(payload, { user, conversations: [conversationOf(place)] });
  if (!pressed.ok) return (pressed.why === 'foreign' ? FOREIGN : FORGED)[language];
  if (chosen === null && id.startsWith(PREFIX.thread))
    return moveToThread(interaction, pressed.owner, language, parts);
  return perform(pressed.action, pressed.owner, interaction, language, parts);
}

async function perform(
  action: ButtonAction,
  { conversation, message }: ButtonOwner,
  { reference, user }: Interaction,
  language: Language,
  { switchboard }: DiscordParts,
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
      const id = `${message.replace(/:[er]\d+$/, '')}:r${reference.id}`;
      const again = await switchboard.again(conversation, { id: message }, { id, ...(expert && { expert }) });
      if (again === null) return NOTHING[language];
      try {
        await switchboard.access.countTurn('discord', user, again.text);
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
      // Discord has a menu for it.
      return null;
    default:
      return action satisfies never;
  }
}
