/**
 * What Discord takes. Sources: [DD] discord-api-docs, [J] discord.js 14.28 and its rest 2.6, [K] known, not rechecked
 * (shared/references/platforms.md §2).
 */
export const LIMITS = {
  /** `content` of a message [DD]. */
  contentCharacters: 2_000,
  /** Text of all embeds of a message together [DD]. */
  embedsCharacters: 6_000,
  embeds: 10,
  titleCharacters: 256,
  descriptionCharacters: 4_096,
  fields: 25,
  fieldNameCharacters: 256,
  fieldValueCharacters: 1_024,
  footerCharacters: 2_048,
  /** `description` of an attachment [DD]. */
  altCharacters: 1_024,
  /** Files of one message [DD]. */
  files: 10,
  /** `custom_id` of a component [DD]. */
  customIdCharacters: 100,
  /** Title of a modal, label and description of a field [DD]. */
  modalTitleCharacters: 45,
  labelCharacters: 45,
  labelDescriptionCharacters: 100,
  modalInputCharacters: 4_000,
  /** Suggestions while an option is typed, and their names and values [DD]. */
  suggestions: 25,
  suggestionCharacters: 100,
  threadNameCharacters: 100,
} as const;

/** How fast. All in milliseconds. */
export const PACE = {
  /** Folklore is 5 edits in 5 s and channel [K]; a little slower, it is never told to wait. */
  editMs: 1_200,
  /** 5 posts in 5 s and channel [K]. */
  postMs: 1_000,
  /** Typing lasts 10 s [DD]. */
  typingMs: 8_000,
  /** Ours: an answer that is complete so soon is posted at once. */
  holdMs: 500,
  /** Ours: a call that takes longer has failed. */
  callTimeoutMs: 25_000,
  /** Ours: then the turn goes back into the inbox. */
  giveUpMs: 600_000,
} as const;

/** Interactions [DD]. All in milliseconds. */
export const INTERACTION = {
  /** A token is good for 15 minutes; a minute earlier its answers go on as ordinary messages. */
  tokenMs: 14 * 60_000,
} as const;

/** What people send in. */
export const INCOMING = {
  /** All files of one message together; the HTTP API takes as much. */
  filesBytes: 20 * 1024 * 1024,
  filesCount: 10,
  fileTimeoutMs: 30_000,
  /** Where files are fetched from, and nowhere else [DD]. */
  fileHosts: ['cdn.discordapp.com', 'media.discordapp.net'],
} as const;

/** What came while nobody listened, read over REST. Ours. */
export const CATCH_UP = {
  /** Channels and threads of all guilds together, the latest first. */
  channels: 50,
  directChannels: 50,
  /** Messages of one channel: one page [DD]. */
  messages: 100,
  /** What is older nobody waits for any more. */
  ageMs: 6 * 60 * 60_000,
  /** Read once more before the last that was seen: events may come out of order. */
  marginMs: 30_000,
} as const;

/** Time limit of a call; the library's own is 15 s [J]. */
export const REST_TIMEOUT_MS = 20_000;
