/** FNV-1a's start. */
export const HASH_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** One more code unit in an FNV-1a hash, its high bits folded in. */
export function extend(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, FNV_PRIME);
  return next ^ (next >>> 15);
}

/** MurmurHash3's finaliser: every bit of the hash reaches the result. */
export function avalanche(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Two numbers as one hash, small ones as well as hashes; the order counts. */
export function pair(first: number, second: number): number {
  return extend(extend(HASH_START, first), second);
}

/** The hash of a word as `readTokens` hashes it: lowercase, code unit by code unit. Unsigned. */
export function hashWord(word: string): number {
  let hash = HASH_START;
  for (let i = 0; i < word.length; i++) hash = extend(hash, word.charCodeAt(i));
  return hash >>> 0;
}
