/**
 * What Telegram takes. Sources: [A] the Bot API's own types, [S] the Bot API server's source, [V] vercel/chat's
 * changelog, [3P] other reports, [K] known, not rechecked (shared/references/platforms.md §3).
 */
export const LIMITS = {
  /** Text of a message after its entities are parsed, UTF-16 code units [A]. */
  textCharacters: 4_096,
  /** Rich message: characters, blocks of all levels, columns of a table [A]. */
  richCharacters: 32_768,
  richBlocks: 500,
  tableColumns: 20,
  /** `callback_data` [A]. */
  callbackBytes: 64,
  /** `text` of `answerCallbackQuery` [A]. */
  callbackAnswerCharacters: 200,
  /** `getFile` [A]. */
  downloadBytes: 20 * 1024 * 1024,
  /** Body of a webhook request; an update holds one message and the one it replies to. Ours. */
  requestBytes: 1024 * 1024,
} as const;

/** How fast. All in milliseconds. */
export const PACE = {
  /** Drafts: 40 in 30 s and chat are taken for sure [3P]. */
  draftMs: 800,
  /** A draft fades after 30 s; one that stands still is sent again before [A]. */
  draftRenewMs: 20_000,
  /** Edits in a private chat [V]. */
  editMs: 1_100,
  /** A group takes 20 messages a minute [3P]. */
  groupMs: 3_000,
  /** One message a second and chat [3P]. */
  postMs: 1_000,
  /** `typing` is shown for five seconds [A]. */
  typingMs: 4_500,
  /** Ours: an answer that is complete so soon is posted at once. */
  holdMs: 500,
  /** Ours: a call that takes longer has failed. */
  callTimeoutMs: 30_000,
  /** Ours: then the turn goes back into the inbox. */
  giveUpMs: 600_000,
} as const;

/** What people send in. */
export const INCOMING = {
  filesBytes: LIMITS.downloadBytes,
  fileTimeoutMs: 30_000,
} as const;

/** Time limits of calls that no answer waits for, in milliseconds; the library's own is 500 s. */
export const TIMEOUTS = {
  call: 15_000,
  /** Of a long poll, in seconds: how long Telegram holds it. */
  pollS: 50,
  /** Longer than the poll itself. */
  poll: 65_000,
  /** What a command waits for to know whether somebody runs the group. */
  member: 2_000,
} as const;

/** Tries of what cannot be received. In milliseconds. */
export const AGAIN = { firstMs: 1_000, maxMs: 60_000 } as const;
