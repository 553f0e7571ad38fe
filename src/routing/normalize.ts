/** Only this much of a long message is looked at: requests stand at its beginning or its end. In UTF-16 units. */
export const HEAD_CHARS = 2000;
export const TAIL_CHARS = 500;
/** Lowercasing can lengthen a text (`İ` becomes two units); beyond this the rest is left out. */
export const MAX_CODES = 3000;

export const SPACE = 32;
export const NEWLINE = 10;
const ZERO = 48;
const DELETE = 127;
const DOT_ABOVE = 0x307;
const ZERO_WIDTH_NON_JOINER = 0x200c;
const ZERO_WIDTH_JOINER = 0x200d;

/** What is looked at of a text: all of it, or its beginning and its end as two lines. */
export function visiblePart(text: string): string {
  return text.length > HEAD_CHARS + TAIL_CHARS
    ? `${text.slice(0, HEAD_CHARS)}\n${text.slice(-TAIL_CHARS)}`
    : text;
}

/**
 * Writes the text as the features see it into `codes` and returns how many codes were written (at least 1, at most
 * `MAX_CODES`): head and tail only, lowercase, composed (NFC), without what stands unseen within words, full-width forms
 * as ASCII, every digit as 0 (which number it is says nothing), every run of white space or control characters as one
 * space (one newline if it holds a line break), a space in front and behind.
 */
export function writeCodes(text: string, codes: Uint16Array): number {
  const lower = visiblePart(text).toLowerCase().normalize('NFC');
  let length = 0;
  codes[length++] = SPACE;
  let blank = true;
  for (let i = 0; i < lower.length && length < MAX_CODES - 1; i++) {
    const code = foldDigit(foldWidth(lower.charCodeAt(i)));
    if (isInvisible(code)) continue;
    if (isBlank(code)) {
      if (!blank) codes[length++] = SPACE;
      if (code === NEWLINE) codes[length - 1] = NEWLINE;
      blank = true;
    } else {
      codes[length++] = code;
      blank = false;
    }
  }
  if (!blank) codes[length++] = SPACE;
  return length;
}

/** `Ａ` typed with a Chinese keyboard means `a`; U+3000 is a space there. */
function foldWidth(code: number): number {
  if (code === 0x3000) return SPACE;
  if (code < 0xff01 || code > 0xff5e) return code;
  const ascii = code - 0xfee0;
  return ascii >= 65 && ascii <= 90 ? ascii + 32 : ascii;
}

function foldDigit(code: number): number {
  return code > ZERO && code <= ZERO + 9 ? ZERO : code;
}

/** Stands within words, typed or not: the joiners of Persian and Hindi, and the dot that `İ` leaves in lower case. */
function isInvisible(code: number): boolean {
  return code === ZERO_WIDTH_NON_JOINER || code === ZERO_WIDTH_JOINER || code === DOT_ABOVE;
}

function isBlank(code: number): boolean {
  return code <= SPACE || code === 0xa0 || code === DELETE;
}
