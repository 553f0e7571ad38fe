/** What Discord's marks in a message mean, as plain Markdown for a model. */

/** Names that a message tells with it. */
export interface Known {
  /** Display names of mentioned users by id. */
  readonly users: ReadonlyMap<string, string>;
  /** Names of channels by id. */
  readonly channels: ReadonlyMap<string, string>;
}

const MARK =
  /<(?:@!?(?<user>\d+)|@&(?<role>\d+)|#(?<channel>\d+)|a?:(?<emoji>\w+):\d+|\/(?<command>[^:>]+):\d+|t:(?<time>-?\d{1,12})(?::\w)?)>/g;

/**
 * The words of a Discord message: mentions, emoji and times resolved.
 *
 * @example readText('<@2> look <:tada:9>', known) // '@Bob look :tada:'
 */
export function readText(raw: string, { channels, users }: Known): string {
  return raw.replace(MARK, (whole, ...found: unknown[]) => {
    const { channel, command, emoji, role, time, user } = found.at(-1) as Record<string, string | undefined>;
    if (user !== undefined) return `@${users.get(user) ?? user}`;
    if (channel !== undefined) return `#${channels.get(channel) ?? channel}`;
    if (emoji !== undefined) return `:${emoji}:`;
    if (command !== undefined) return `/${command}`;
    if (time !== undefined) return new Date(Number(time) * 1_000).toISOString();
    return role === undefined ? whole : '@role';
  });
}

/** Takes the bot's name away where it only calls the bot, and leaves it where it is part of a sentence. */
export function withoutCall(raw: string, self: string): string {
  const token = `<@!?${self}>`;
  return raw
    .replace(new RegExp(`^\\s*(?:${token}[\\s,:，：]*)+`), '')
    .replace(new RegExp(`(?:\\s*${token})+\\s*$`), '');
}

/** Whether the text itself names this user. */
export function namesUser(raw: string, user: string): boolean {
  return new RegExp(`<@!?${user}>`).test(raw);
}

/** Whether the text begins by speaking to somebody else. */
export function speaksToOther(raw: string, self: string): boolean {
  const [, user] = /^\s*<@!?(\d+)>/.exec(raw) ?? [];
  return user !== undefined && user !== self;
}
