/** How a platform marks what is meant for the bot, so that the text form of a command can be found. */
export interface Surface {
  /** Literal beginnings that mean the bot: `<@U123>`, `@switchboard`. What follows them may be a bare name. */
  readonly mentions: readonly string[];
  /** The name behind `@` in `/math@switchboard_bot` (Telegram); a command for another bot is none of ours. */
  readonly botName?: string;
}

/** Where nothing is mentioned: a terminal, a web page. */
export const PLAIN: Surface = { mentions: [] };
