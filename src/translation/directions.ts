import { lastWord } from './foreign.ts';
import { findLanguage, type LanguageCode } from './languages.ts';
import { findLanguageIn } from './names-in.ts';
import { asked } from './phrases.ts';
import type { TranslationRequest } from './request.ts';

const HEAD_CHARACTERS = 80;
const TAIL_CHARACTERS = 80;
const ARROW = /^(?<from>[\p{L}\p{M}_-]{2,20}?) ?(?:->|=>|→|⇒|➔) ?(?<to>[\p{L}\p{M}_-]{2,20})(?:\s*[:：]|\s)/u;
const PAIR = /^(?<from>[\p{L} ()]{3,30}?) to (?<to>[\p{L} ()]{3,30})[:：]/iu;
const IN = /^in (?<to>[\p{L} ()]{3,40})[:：]/iu;
/** Behind a text, set off from it. */
const APPENDED =
  /(?:[\n—–(]|\s-+\s|[.!?。！？,;]\s)\s?(?:please |pls |can you |could you )*translate (?:this |it |that |the above )?(?:in ?to|to|in) (?<to>[^\n()]{2,40}?)(?: please)?[.!?)\s]*$/iu;
/** "… auf Deutsch?" */
const ASIDE: readonly (readonly [string, RegExp])[] = [
  ['de', / auf $/i],
  ['fr', / en $/i],
  ['es', / en $/i],
  ['pt', / em $/i],
];

/** "English to French: …", "EN->DE …", "In French: …", "… — translate to Spanish"; else null. */
export function parseDirection(text: string): TranslationRequest | null {
  return parsePair(text) ?? parseIn(text) ?? parseAppended(text);
}

function parsePair(text: string): TranslationRequest | null {
  const start = text.slice(0, HEAD_CHARACTERS);
  const match = ARROW.exec(start) ?? PAIR.exec(start);
  const from = findLanguage(match?.groups?.from ?? '');
  const to = findLanguage(match?.groups?.to ?? '');
  if (match === null || from === null || to === null) return null;
  return asked(to, text.slice(match[0].length), from);
}

/** Names only: "in so: …" is no Somali. */
function parseIn(text: string): TranslationRequest | null {
  const match = IN.exec(text.slice(0, HEAD_CHARACTERS));
  const name = match?.groups?.to ?? '';
  const to = name.length > 3 || /^\P{Script=Latin}+$/u.test(name) ? findLanguage(name) : null;
  return match === null || to === null ? null : asked(to, text.slice(match[0].length));
}

function parseAppended(text: string): TranslationRequest | null {
  const cut = Math.max(0, text.length - TAIL_CHARACTERS);
  const match = APPENDED.exec(text.slice(cut));
  const to = findLanguage(match?.groups?.to ?? '');
  if (match === null || to === null) return null;
  // The sentence's own mark stays with it.
  const kept = /^[.!?。！？]/u.test(match[0]) ? 1 : 0;
  return asked(to, text.slice(0, cut + match.index + kept));
}

/** A few words and a language: "Guten Tag auf Spanisch?"; else null. */
export function parseAside(text: string): TranslationRequest | null {
  if (!/[?？]\s*$/u.test(text.slice(-TAIL_CHARACTERS)) || text.includes('\n')) return null;
  const { at, word } = lastWord(text);
  for (const [locale, mark] of ASIDE) {
    const length = mark.exec(text.slice(0, at).slice(-TAIL_CHARACTERS))?.[0].length;
    const to: LanguageCode | null = length === undefined ? null : findLanguageIn(word, locale);
    const before = text.slice(0, at - (length ?? 0));
    // A longer one is a question of its own ("Wie geht man in Wien auf Deutsch …?").
    if (to !== null && before.split(' ').length <= 4) return asked(to, before);
  }
  return null;
}
