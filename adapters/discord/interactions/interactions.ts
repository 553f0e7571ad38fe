import { InteractionType } from 'discord.js';
import type { DiscordParts } from '../parts.ts';
import type { Json } from '../payload.ts';
import { takeForm } from './form.ts';
import { readInteraction } from './interaction.ts';
import { takePress } from './press.ts';
import { createRespond } from './respond.ts';
import { takeSlash } from './slash.ts';
import { suggestions } from './suggest.ts';

/** Commands, menus, buttons, forms and what is being typed. */
export async function takeInteraction(d: Json, parts: DiscordParts): Promise<void> {
  const interaction = readInteraction(d, parts);
  if (interaction === null) return;
  const respond = createRespond(parts.rest, interaction.reference);
  switch (d.type) {
    case InteractionType.ApplicationCommand:
      return takeSlash(interaction, respond, parts);
    case InteractionType.MessageComponent:
      return takePress(interaction, respond, parts);
    case InteractionType.ModalSubmit:
      return takeForm(interaction, respond, parts);
    case InteractionType.ApplicationCommandAutocomplete:
      return respond.suggest(suggestions(interaction));
    default:
  }
}
