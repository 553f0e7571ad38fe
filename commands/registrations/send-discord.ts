import type { Command } from '../types.ts';
import { discordCommands, discordMenus } from './discord.ts';

const API = 'https://discord.com/api';
const TIMEOUT_MS = 10_000;

export interface DiscordPlace {
  readonly token: string;
  /** DISCORD_API_URL; null is Discord's own. */
  readonly apiUrl: string | null;
  /** Null: it is asked for. */
  readonly applicationId: string | null;
  /** For one guild alone, where they are there at once; null: everywhere. */
  readonly guild: string | null;
}

/** The body of the one call that tells Discord of all commands and menus. */
export function discordRegistration(commands: readonly Command[]): readonly object[] {
  return [...discordCommands(commands), ...discordMenus()];
}

/**
 * Tells Discord of the commands, in place of all that it knew.
 *
 * @returns null, or why they were not taken, in words without the token
 */
export async function sendDiscordCommands(
  { apiUrl, applicationId, guild, token }: DiscordPlace,
  commands: readonly Command[],
): Promise<string | null> {
  const base = `${(apiUrl ?? API).replace(/\/+$/, '')}/v10`;
  try {
    let id = applicationId;
    if (id === null) {
      const asked = await call(`${base}/applications/@me`, 'GET', token);
      if (asked.refused !== null) return asked.refused;
      id = String((asked.body as { id?: unknown }).id);
    }
    const place = guild === null ? '' : `/guilds/${encodeURIComponent(guild)}`;
    const url = `${base}/applications/${encodeURIComponent(id)}${place}/commands`;
    return (await call(url, 'PUT', token, discordRegistration(commands))).refused;
  } catch {
    return 'Discord cannot be reached';
  }
}

/** @throws what fetch throws */
async function call(url: string, method: string, token: string, body?: unknown) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = (await response.json().catch(() => ({}))) as { message?: unknown };
  const refused = response.ok ? null : `Discord refuses (${response.status} ${String(answer.message ?? '')})`;
  return { refused, body: answer };
}
