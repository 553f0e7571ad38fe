/**
 * Containers within containers (quotes, lists) that are kept. Deeper ones lose their frame, not their words:
 * Telegram takes 16 levels, a phone's screen shows about five.
 */
export const MAX_BLOCK_DEPTH = 8;

/** Strong within emphasis within a link …: deeper marks lose their effect. */
export const MAX_INLINE_DEPTH = 8;
