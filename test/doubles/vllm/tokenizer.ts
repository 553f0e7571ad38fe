/**
 * A tokenizer in the manner of byte-level BPE: words and their leading space in pieces of a few characters, runs of
 * white space together, every other character (CJK, emoji, punctuation) by itself. Pure and without a vocabulary, so
 * the same text gives the same tokens in the test's process and in the double's. Control tokens are one token each
 * wherever they stand, as in Hugging Face tokenizers, so text behind one never changes the tokens before it.
 */
export const CONTROL_TOKENS = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|vision_start|>',
  '<|vision_end|>',
  '<|image_pad|>',
  '<|fim_prefix|>',
  '<|fim_middle|>',
  '<|fim_suffix|>',
  '<|file_sep|>',
  '<fim_prefix>',
  '<fim_middle>',
  '<fim_suffix>',
  '<file_sep>',
] as const;

export const END_OF_TURN = CONTROL_TOKENS.indexOf('<|im_end|>');
export const IMAGE_PAD = CONTROL_TOKENS.indexOf('<|image_pad|>');
/** The longest text that one token can stand for: what vLLM's character pre-check multiplies with. */
export const MAX_CHARS_PER_TOKEN = Math.max(...CONTROL_TOKENS.map((token) => token.length));

/** Ids below are control tokens; then one id per code point; then pieces of several ASCII characters. */
const FIRST_CHARACTER_ID = 16;
const FIRST_PIECE_ID = FIRST_CHARACTER_ID + 0x110000;
const MAX_PIECE_CHARS = 5;

const PUNCTUATION = 0;
const SPACE = 1;
const WORD = 2;
const KIND_OF_ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return SPACE;
  return /\w/.test(character) ? WORD : PUNCTUATION;
});

/** Token ids of a text; never more than its UTF-8 bytes. */
export function tokenize(text: string): number[] {
  const tokens: number[] = [];
  let at = 0;
  while (at < text.length) {
    const control = controlTokenAt(text, at);
    if (control >= 0) {
      tokens.push(control);
      at += CONTROL_TOKENS[control]?.length ?? 1;
      continue;
    }
    const end = pieceEnd(text, at);
    tokens.push(idOf(text, at, end));
    at = end;
  }
  return tokens;
}

/** The inverse: `detokenize(tokenize(text)) === text` for every string. */
export function detokenize(tokens: readonly number[]): string {
  return tokens.map(textOf).join('');
}

/** The text of one token; throws RangeError on an id that is none. */
export function textOf(id: number): string {
  if (id < FIRST_CHARACTER_ID) {
    const control = CONTROL_TOKENS[id];
    if (control === undefined) throw new RangeError(`Token id ${id} is out of vocabulary`);
    return control;
  }
  if (id < FIRST_PIECE_ID) return String.fromCodePoint(id - FIRST_CHARACTER_ID);
  let rest = id - FIRST_PIECE_ID;
  let text = '';
  while (rest > 0) {
    const digit = rest % 128 || 128;
    text = String.fromCharCode(digit - 1) + text;
    rest = (rest - digit) / 128;
  }
  return text;
}

function controlTokenAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== 60) return -1; // every control token begins with "<"
  return CONTROL_TOKENS.findIndex((token) => text.startsWith(token, at));
}

function pieceEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first > 127) return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  let kind = KIND_OF_ASCII[first];
  if (kind === PUNCTUATION) return at + 1;
  if (beginsWord(text, at)) kind = WORD;
  let end = at + 1;
  while (end - at < MAX_PIECE_CHARS && KIND_OF_ASCII[text.charCodeAt(end)] === kind) {
    if (kind === SPACE && beginsWord(text, end)) break;
    end++;
  }
  return end;
}

/** A blank goes with the word behind it. */
function beginsWord(text: string, at: number): boolean {
  return text.charCodeAt(at) === 32 && KIND_OF_ASCII[text.charCodeAt(at + 1)] === WORD;
}

function idOf(text: string, at: number, end: number): number {
  const first = text.codePointAt(at) ?? 0;
  if (end - at === 1 || first > 127) return FIRST_CHARACTER_ID + first;
  let id = 0;
  for (let i = at; i < end; i++) id = id * 128 + text.charCodeAt(i) + 1;
  return FIRST_PIECE_ID + id;
}
