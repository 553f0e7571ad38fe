/** A cut may leave this share of the room free for the sake of a better place. */
const SEARCHED_SHARE = 0.5;

const SENTENCE_END = /[.!?…]["')\]”’]*\s|[。！？；]["”’」』）]*/gu;
const CLAUSE_END = /\n|[，、：,;:]\s?/gu;
const WORD_END = /\s/gu;

/**
 * Where to cut a text that has room for `room` characters: after a sentence, a clause, a word; else between
 * two characters that do not belong together.
 */
export function boundary(text: string, room: number): number {
  if (room >= text.length) return text.length;
  const least = Math.max(1, Math.floor(room * SEARCHED_SHARE));
  for (const pattern of [SENTENCE_END, CLAUSE_END, WORD_END]) {
    const ends = [...text.slice(least, room).matchAll(pattern)].map((match) => match.index + match[0].length);
    const last = ends.at(-1);
    if (last !== undefined) return least + last;
  }
  const word = text.slice(0, room).search(/\s\S*$/);
  return word > 0 ? word + 1 : characterBoundary(text, room);
}

/** Longer than any character but decoration stacked to break programs. */
const LONGEST_CHARACTER = 64;
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The last place at or before an offset that is not within a character as a reader sees it. */
export function characterBoundary(text: string, offset: number): number {
  const start = Math.max(0, offset - LONGEST_CHARACTER);
  const around = text.slice(start, offset + LONGEST_CHARACTER);
  const found = characters.segment(around).containing(offset - start)?.index ?? around.length;
  return found === 0 ? offset : start + found;
}
