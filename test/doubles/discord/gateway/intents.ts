/** Bits of IDENTIFY's `intents` that the double knows the meaning of. */
export const INTENTS = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildReactions: 1 << 10,
  directMessages: 1 << 12,
  directReactions: 1 << 13,
  messageContent: 1 << 15,
} as const;

/** Bits above this have no meaning yet: 4013. */
export const INTENTS_MAX = (1 << 26) - 1;

/** Never granted here, as nobody needs them. */
export const FORBIDDEN = INTENTS.guildMembers | INTENTS.guildPresences;
