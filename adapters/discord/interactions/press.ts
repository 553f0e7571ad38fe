import { performPress, refusedPress } from '../../../commands/press.ts';
import type { Message } from '../../../src/conversation/types.ts';
import type { DiscordParts } from '../parts.ts';
import { stringOf } from '../payload.ts';
import { PREFIX } from '../present/controls.ts';
import { conversationOf } from '../receive/addressing.ts';
import { withOldOrigin } from '../receive/origin.ts';
import { languageFor, whoIs } from './commands.ts';
import type { Interaction } from './interaction.ts';
import { moveToThread } from './move.ts';
import type { Respond } from './respond.ts';

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
  if (!switchboard.access.mayUse(whoIs(user, place))) return refusedPress('foreign', language);
  const id = stringOf(data.custom_id) ?? '';
  const chosen = Array.isArray(data.values) ? stringOf(data.values[0]) : null;
  const payload = chosen ?? id.slice(id.indexOf(':') + 1);
  const pressed = await switchboard.buttons.read(payload, { user, conversations: [conversationOf(place)] });
  if (!pressed.ok) return refusedPress(pressed.why, language);
  if (chosen === null && id.startsWith(PREFIX.thread))
    return moveToThread(interaction, pressed.owner, language, parts);
  const presser = {
    platform: 'discord' as const,
    user,
    language,
    pressId: interaction.reference.id,
    withOrigin: (again: Message) => withOldOrigin(again, switchboard.answers),
  };
  return performPress(pressed.action, pressed.owner, presser, switchboard);
}
