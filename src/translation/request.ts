import { readChineseHead } from './chinese-head.ts';
import { parseAside, parseDirection } from './directions.ts';
import { parseForeign } from './foreign.ts';
import { findLanguage, type LanguageCode } from './languages.ts';
import { parseAsked } from './phrases.ts';
import { readUnclear } from './unclear.ts';

export interface TranslationRequest {
  /** The language named as the text's own; null when none was. */
  readonly from: LanguageCode | null;
  /** The language to translate into; null when none was named. */
  readonly to: LanguageCode | null;
  /** What is to be translated: the rest. */
  readonly text: string;
}

/** A longer first line is no instruction. */
const HEAD_MAX_CHARACTERS = 120;

/** "Please translate the following text" and the like; the languages come after it. */
const ENGLISH_HEAD =
  /^(?:please |kindly |(?:can|could|would|will) you (?:please )?)*(?:translate|translation)(?: (?:this|that|these|it|the|following|below|next|my|text|sentences?|paragraphs?|message|words?|phrase|lines?|for me|please))*(?<languages>.*)$/i;
const TO_LANGUAGE = /^(?:in ?to|to) (?<to>.+)$/i;

/**
 * Reads a request to the translation expert: `to LANG: TEXT` (contract §5), "Translate into French: …",
 * 「翻译成英文：…」, "How do you say … in Spanish?", 「…用英语怎么说」, "Traduis en anglais : …", "EN->DE: …". What names no known language is text.
 *
 * @example
 * parseTranslation('to French: Hello'); // { from: null, to: 'fra_Latn', text: 'Hello' }
 * parseTranslation('to be or not to be: that is the question').to; // null, and all of it is text
 */
export function parseTranslation(message: string): TranslationRequest {
  const text = message.trim();
  const asWritten = { from: null, to: null, text };
  if (readUnclear(text) !== null) return asWritten;
  return (
    parseHeaded(text) ??
    parseDirection(text) ??
    parseAsked(text) ??
    parseForeign(text) ??
    parseAside(text) ??
    asWritten
  );
}

/** An instruction that ends with a colon or its line; the text after it is taken as it is. */
function parseHeaded(text: string): TranslationRequest | null {
  const end = /[:：\n]/.exec(text.slice(0, HEAD_MAX_CHARACTERS));
  if (end === null) return null;
  const rest = text.slice(end.index + 1).trim();
  const head = text
    .slice(0, end.index)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.。,，]$/, '');
  const languages = rest === '' ? null : readHead(head, end[0] === '\n');
  return languages && { ...languages, text: rest };
}

function readHead(
  head: string,
  isLine: boolean,
): { from: LanguageCode | null; to: LanguageCode | null } | null {
  const bare = TO_LANGUAGE.exec(head)?.groups?.to;
  if (bare !== undefined) {
    const to = findLanguage(bare);
    // On a line of its own "to French" may as well be a line of the text.
    return to === null || isLine ? null : { from: null, to };
  }
  const english = ENGLISH_HEAD.exec(head)?.groups?.languages;
  if (english !== undefined) return readLanguages(english);
  return readChineseHead(head);
}

/** " from English to French", either half, or nothing; "from" may be left out. Null when a name is no language. */
function readLanguages(words: string): { from: LanguageCode | null; to: LanguageCode | null } | null {
  const match =
    /^(?: (?:from )?(?!(?:in ?to|to|in) )(?<from>.+?))?(?: (?:in ?to|to|in) (?<to>.+?))?(?: please)?$/i.exec(
      words,
    );
  if (match === null) return null;
  const { from: fromName, to: toName } = match.groups ?? {};
  const from = fromName === undefined ? null : findLanguage(fromName);
  const to = toName === undefined ? null : findLanguage(toName);
  const unknown = (fromName !== undefined && from === null) || (toName !== undefined && to === null);
  return unknown ? null : { from, to };
}
