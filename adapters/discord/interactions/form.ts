import type { DiscordParts } from '../parts.ts';
import { whoIs } from './commands.ts';
import type { Interaction } from './interaction.ts';
import { readModal } from './modal.ts';
import type { Respond } from './respond.ts';
import { answer } from './slash.ts';

/** Runs the command of a form with what was filled in. */
export async function takeForm(
  interaction: Interaction,
  respond: Respond,
  parts: DiscordParts,
): Promise<void> {
  const submitted = readModal(interaction.data);
  const { place, user } = interaction;
  if (submitted === null || !parts.switchboard.access.mayUse(whoIs(user, place))) return respond.defer(true);
  const { command, options } = submitted;
  await answer(
    { call: { name: command, text: '', options }, files: [], repliedTo: null },
    interaction,
    respond,
    parts,
  );
}
