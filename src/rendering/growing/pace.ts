/**
 * How often an open block is read again. A block that cannot be cut (a paragraph of 100 KB on one line) is
 * read at every call while it is short, then only when it has grown by a quarter: all readings together
 * stay within a fixed multiple of its length.
 */
const SHORT_CHARACTERS = 4_096;
const GROWTH = 1.25;

/** @param length of the open block now; @param read its length when it was last read */
export function worthReading(length: number, read: number): boolean {
  return length <= SHORT_CHARACTERS || length >= read * GROWTH || length < read;
}
