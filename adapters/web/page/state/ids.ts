const BYTES = 16;

/** 16 random bytes in hex: ids of conversations, keys of posts. */
export function newId(): string {
  // Not randomUUID: browsers have that only on https and localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
