/**
 * NLLB was trained on sentences of up to 512 tokens and drops text from longer ones. These lengths stay well under
 * that in every script (facts sheet §5); scripts without an alphabet take a token for one or two characters.
 */
const PIECE_MAX_CHARACTERS = 400;
const DENSE_PIECE_MAX_CHARACTERS = 150;
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Ethiopic}\p{Script=Ol_Chiki}\p{Script=Tifinagh}]/u;

/** Cuts a sentence that is too long after a comma, else at a space, else between two characters. */
export function splitLong(sentence: string): string[] {
  const parts: string[] = [];
  let rest = sentence;
  for (;;) {
    const head = rest.slice(0, PIECE_MAX_CHARACTERS);
    const max = DENSE.test(head) ? DENSE_PIECE_MAX_CHARACTERS : PIECE_MAX_CHARACTERS;
    if (rest.length <= max) break;
    const at = cutPoint(rest.slice(0, max));
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return rest === '' ? parts : [...parts, rest];
}

function cutPoint(text: string): number {
  // A cut near the start would leave a scrap; a later, poorer place is better.
  const least = text.length / 4;
  for (const end of [/[,;:](?=\s)|[，；：、،؛।]/gu, /\s/gu]) {
    const last = [...text.matchAll(end)].at(-1);
    if (last !== undefined && last.index >= least) return last.index + last[0].length;
  }
  // Never through a surrogate pair.
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}
