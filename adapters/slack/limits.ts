/**
 * What Slack takes. Sources: [W] `@slack/web-api` 8.2.0 and `@slack/types` 3.2.0, [SD] docs.slack.dev,
 * [T] tried, [V] vercel/chat's changelog, [K] known, not rechecked (shared/references/platforms.md §1).
 */
export const LIMITS = {
  /** `text` of a message: longer ones are hard to read; past 40,000 Slack cuts [K]. */
  textCharacters: 4_000,
  /** `markdown` blocks of one payload together [SD]; `markdown_text` and one append have the same [W]. */
  markdownCharacters: 12_000,
  /** All text of one payload; past about 13,200 it is `msg_blocks_too_long` (bolt-js#2509). */
  payloadCharacters: 13_000,
  /** Blocks of one message [W]. */
  blocks: 50,
  /** `table` block [W, SD]. An empty cell is `invalid_blocks` [V]. */
  tableRows: 100,
  tableColumns: 20,
  /** mrkdwn of a section or context element [W]. */
  sectionCharacters: 3_000,
  /** Label of a button [W]. */
  buttonCharacters: 75,
  /** `value` of a button or option [W]. */
  valueCharacters: 2_000,
  /** Plain text of an option in a menu [W]. */
  optionCharacters: 75,
  /** Title, submit and close of a modal [W]. */
  modalTitleCharacters: 24,
  /** `private_metadata` of a modal [W]. */
  modalMetadataCharacters: 3_000,
  /** Input of a modal [W]. */
  modalInputCharacters: 3_000,
  /** Alt text of an image block [W]. */
  altCharacters: 2_000,
  /** Body of an HTTP request from Slack: Bolt's own limit [T]. */
  requestBytes: 4 * 1024 * 1024,
} as const;

/** How fast. All in milliseconds. */
export const PACE = {
  /** `chat.appendStream` is Tier 4, 100 a minute and more [SD]. */
  appendMs: 600,
  /** `chat.update` is Tier 3, 50 a minute and more [SD]. */
  updateMs: 1_500,
  /** `chat.postMessage`: about one a second in a channel [SD]. */
  postMs: 1_000,
  /** `assistant.threads.setStatus` fades after two minutes [SD]. */
  statusFadesMs: 120_000,
  /** Ours: an answer that is complete so soon is posted at once. */
  holdMs: 500,
  /** Ours: a call that takes longer has failed. */
  callTimeoutMs: 25_000,
  /** Ours: then the turn goes back into the inbox. */
  giveUpMs: 600_000,
} as const;

/** What people send in. */
export const INCOMING = {
  /** All files of one message together; the HTTP API takes as much. */
  filesBytes: 20 * 1024 * 1024,
  filesCount: 10,
  fileTimeoutMs: 30_000,
  /** Where files are fetched from, and nowhere else. */
  fileHost: 'files.slack.com',
  /** A request whose clock differs by more is refused; Bolt accepts ones from the future [T]. */
  clockSkewS: 300,
} as const;

/** Time limits of calls, in milliseconds; the client's default is none [W]. */
export const TIMEOUTS = {
  stream: 10_000,
  final: 30_000,
  /** `hello` after the socket was asked for. */
  hello: 20_000,
  /** A disconnect takes five seconds and more in socket-mode 3.1.0; a stop does not wait for it. */
  disconnect: 1_000,
} as const;
