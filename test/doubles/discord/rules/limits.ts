/**
 * What Discord takes beyond its OpenAPI document (shared/references/platforms.md §2, discord.com/developers/docs).
 * Characters, or numbers of things.
 */
export const LIMITS = {
  /** The document says 4,000, which only subscribers may write. */
  content: 2_000,
  /** Title, description, fields, footer and author of all embeds of a message together. */
  allEmbeds: 6_000,
  actionRows: 5,
  /** Components V2: nested ones included. */
  components: 40,
  componentsText: 4_000,
  files: 10,
  requestBytes: 25 * 1_024 * 1_024,
  autocompleteChoices: 25,
  /** Names, descriptions, options and choices of one command, each in its longest language. */
  command: 8_000,
} as const;
