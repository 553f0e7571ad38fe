import type { DiscordUser } from '../workspace.ts';

export function userObject({ id, name, displayName, bot }: DiscordUser) {
  return {
    id,
    username: name,
    global_name: displayName,
    discriminator: '0',
    avatar: null,
    bot,
    system: false,
    public_flags: 0,
  };
}

/** A person in a guild, without the person. */
export function memberObject() {
  return {
    nick: null,
    avatar: null,
    roles: [],
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    permissions: PERMISSIONS,
  };
}

/** All that `references/platforms.md` §4 asks for, and the use of commands. */
export const PERMISSIONS = String(
  (1n << 10n) | // View Channel
    (1n << 11n) | // Send Messages
    (1n << 14n) | // Embed Links
    (1n << 15n) | // Attach Files
    (1n << 16n) | // Read Message History
    (1n << 31n) | // Use Application Commands
    (1n << 35n) | // Create Public Threads
    (1n << 38n), // Send Messages in Threads
);
