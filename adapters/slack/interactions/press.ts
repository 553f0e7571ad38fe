import { performPress, refusedPress } from '../../../commands/press.ts';
import type { Message } from '../../../src/conversation/types.ts';
import type { SlackParts } from '../parts.ts';
import { isRecord, type Json, stringOf } from '../payload.ts';
import { conversationOf } from '../receive/addressing.ts';
import { withOldOrigin } from '../receive/origin.ts';
import { languageFor } from './commands.ts';
import type { Where } from './whisper.ts';

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
  if (!switchboard.access.mayUse(who)) return refusedPress('foreign', language);
  const conversations = [
    conversationOf(self.team, { channel, direct, thread }),
    conversationOf(self.team, { channel, direct, thread: null }),
  ];
  const pressed = await switchboard.buttons.read(press.payload, { user, conversations });
  if (!pressed.ok) return refusedPress(pressed.why, language);
  const presser = {
    platform: 'slack' as const,
    user,
    language,
    pressId: press.actionTs,
    withOrigin: (again: Message) => withOldOrigin(again, switchboard.answers),
  };
  return performPress(pressed.action, pressed.owner, presser, switchboard);
}
