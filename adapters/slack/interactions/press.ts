import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonAction, ButtonOwner } from '../../../src/delivery/buttons.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { SlackParts } from '../parts.ts';
import { isRecord, type Json, stringOf } from '../payload.ts';
import { conversationOf } from '../receive/addressing.ts';
import { withOldOrigin } from '../receive/origin.ts';
import { languageFor } from './commands.ts';
import type { Where } from './whisper.ts';

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

export interface Press {
  readonly where: Where;
  readonly payload: string;
  /** Of this press, so that a message made of it is new, and the same when it comes again. */
  readonly actionTs: string;
}

/** Reads a `block_actions` payload; null when it is nothing of ours. */
export function readPress(body: Json): Press | null {
  const [action] = Array.isArray(body.actions) ? body.actions : [];
  const { channel, container, message, user } = body;
  if (!isRecord(action) || !isRecord(user)) return null;
  const selected = isRecord(action.selected_option) ? action.selected_option.value : null;
  const payload = stringOf(action.value) ?? stringOf(selected);
  const place = isRecord(container) ? container : {};
  const channelId = (isRecord(channel) ? stringOf(channel.id) : null) ?? stringOf(place.channel_id);
  const userId = stringOf(user.id);
  const actionTs = stringOf(action.action_ts);
  if (payload === null || channelId === null || userId === null || actionTs === null) return null;
  const thread = (isRecord(message) ? stringOf(message.thread_ts) : null) ?? stringOf(place.thread_ts);
  return { where: { channel: channelId, thread, user: userId }, payload, actionTs };
}

/** Does what a button stands for. @returns what the person is told; null for nothing */
export async function takePress(press: Press, parts: SlackParts): Promise<string | null> {
  const { names, self, switchboard } = parts;
  const { channel, thread, user } = press.where;
  const direct = channel.startsWith('D');
  const language = languageFor((await names.soon(user)).locale, '');
  const who = { platform: 'slack' as const, user, places: [channel, self.team], shared: !direct };
  if (!switchboard.access.mayUse(who)) return FOREIGN[language];
  const conversations = [
    conversationOf(self.team, { channel, direct, thread }),
    conversationOf(self.team, { channel, direct, thread: null }),
  ];
  const pressed = await switchboard.buttons.read(press.payload, { user, conversations });
  if (!pressed.ok) return (pressed.why === 'foreign' ? FOREIGN : FORGED)[language];
  return act(pressed.action, pressed.owner, press, parts, language);
}

async function act(
  action: ButtonAction,
  { conversation, message }: ButtonOwner,
  { actionTs, where }: Press,
  { switchboard }: SlackParts,
  language: Language,
): Promise<string | null> {
  switch (action.do) {
    case 'stop':
      return (await switchboard.answers.stop(message)) ? null : ENDED[language];
    case 'good':
    case 'bad':
      await switchboard.judgeTurn(conversation, message, where.user, { kind: action.do });
      return THANKS[language];
    case 'retry':
    case 'expert': {
      const expert = action.do === 'expert' ? action.expert : undefined;
      const id = `${message.replace(/:[er][\d.]+$/, '')}:r${actionTs}`;
      const again = await switchboard.again(conversation, { id: message }, { id, ...(expert && { expert }) });
      if (again === null) return NOTHING[language];
      try {
        await switchboard.access.countTurn('slack', where.user, again.text);
      } catch (error) {
        if (error instanceof SwitchboardError) return error.message;
        throw error;
      }
      if (expert !== undefined) {
        await switchboard.judgeTurn(conversation, message, where.user, { kind: 'expert', expert });
      }
      await switchboard.answers.accept(await withOldOrigin(again, switchboard.answers));
      return null;
    }
    case 'experts':
      // Slack has a menu for it.
      return null;
    default:
      return action satisfies never;
  }
}
