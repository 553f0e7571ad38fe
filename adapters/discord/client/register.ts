import { createHash } from 'node:crypto';
import { COMMANDS } from '../../../commands/index.ts';
import { discordRegistration, sendDiscordCommands } from '../../../commands/registrations/send-discord.ts';
import type { DiscordParts } from '../parts.ts';

/** Told again so often, should somebody have taken them away. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Tells Discord of the commands where they are new, as after an update, so that no step is needed for it. */
export async function registerOnce({ self, switchboard }: DiscordParts): Promise<void> {
  const { config, log, stores } = switchboard;
  if (config.discord === null) return;
  const { apiUrl, token } = config.discord;
  const registration = JSON.stringify(discordRegistration(COMMANDS));
  const hash = createHash('sha256').update(registration).digest('base64url');
  const key = `discord commands ${self.application}`;
  if ((await stores.ledger.get(key)) === hash) return;
  const place = { token, apiUrl, applicationId: self.application, guild: null };
  const refused = await sendDiscordCommands(place, COMMANDS);
  if (refused === null) await stores.ledger.put(key, hash, KEPT_MS);
  else log.warn({ reason: refused }, 'discord: the slash commands could not be registered');
}
