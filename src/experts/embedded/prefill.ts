/** Pieces in which a prompt is read, in tokens: between two of them a stop is heard. */
export const PREFILL_CHUNK_TOKENS = 64;
const CHUNK_MIN_TOKENS = 16;
/**
 * llama.cpp's batch. On a CPU a larger one reads hardly faster, but costs memory: room for a score per batch token
 * and word of the vocabulary (311 MB with 512 and Qwen's 151,936 words, 78 MB with 128).
 */
export const CHUNK_MAX_TOKENS = 128;
/** A stop must be heard well within a second. */
const CHUNK_TARGET_MS = 300;
const GROWTH_MAX = 2;

/** The size of the next piece, from how long the last took: about a third of a second each. */
export function nextChunk(tokens: number, ms: number): number {
  const factor = Math.min(CHUNK_TARGET_MS / Math.max(ms, 1), GROWTH_MAX);
  return Math.min(Math.max(Math.round(tokens * factor), CHUNK_MIN_TOKENS), CHUNK_MAX_TOKENS);
}
