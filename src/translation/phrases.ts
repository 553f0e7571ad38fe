import { findLanguage, type LanguageCode } from './languages.ts';
import type { TranslationRequest } from './request.ts';

/** Where the language of a sentence stands: at its end, in so many characters. Searches stay within them. */
const TAIL_CHARACTERS = 60;
const HEAD_CHARACTERS = 80;
/** `simplified Chinese`, `Crimean Tatar`: a language's name has so many words at most. */
const NAME_WORDS = 3;

const TRANSLATE = /^(?:please |kindly |(?:can|could|would|will) you (?:please )?)*translate\s+/i;
const HOW_TO_SAY =
  /^(?:(?:how (?:do|does|would|can|should|could) (?:you|i|we|one|people) (?:say|write|translate|spell)|how to (?:say|write|translate)|say|what(?:'s|’s| is| does| do)))\s+/i;
const ENGLISH_TAIL = /^(?<text>.*)\s(?<word>in ?to|to|in)\s+(?<name>[^\n]{2,40}?)(?:,? please)?[\s.?!]*$/is;
const FROM_TAIL = /^(?<text>.*)\sfrom\s+(?<name>\S{2,30})$/is;

const CHINESE_POLITE = /^(?:请问|請問|请|請|麻烦|帮我|你能|能不能|可以)*/u;
const CHINESE_HOW =
  /(?:用|的)?(?<name>\p{L}{1,8}?)(?:应该|要|该)?(?:怎么|怎麼|如何|怎样|怎樣)(?:说|說|讲|講|写|寫|翻译|翻譯|译|表达)[呢啊?？。\s]*$/u;
const CHINESE_INTO = /(?:翻译|翻譯|译|譯)(?:成|为|為|到)(?<name>\p{L}{1,8}?)[吧吗嗎?？。!！\s]*$/u;
const CHINESE_FIRST = /^(?:翻译|翻譯|译|譯)(?:成|为|為|到)(?<rest>.+)$/su;
const LANGUAGE_FIRST = /^用?(?<name>\p{L}{1,8}?)(?:怎么|怎麼|如何)(?:说|說|讲|講|写|寫)[,，\s]*(?=\S)/u;

/** A whole sentence that asks for a translation and holds its text: null when it is none. */
export function parseAsked(text: string): TranslationRequest | null {
  return parseEnglish(text) ?? parseChinese(text);
}

function parseEnglish(text: string): TranslationRequest | null {
  const start = text.slice(0, HEAD_CHARACTERS);
  const verb = TRANSLATE.exec(start)?.[0];
  const lead = verb ?? HOW_TO_SAY.exec(start)?.[0];
  if (lead === undefined) return null;
  const rest = text.slice(lead.length);
  return (verb === undefined ? null : languageFirst(rest)) ?? languageLast(rest);
}

/** "translate into simplified Chinese good morning": the longest name that is one. */
function languageFirst(text: string): TranslationRequest | null {
  const match = /^(?:in ?to|to)\s+/i.exec(text);
  if (match === null) return null;
  const words = text.slice(match[0].length).split(/(?<=\s)/, NAME_WORDS + 1);
  for (let count = Math.min(NAME_WORDS, words.length - 1); count > 0; count--) {
    const name = words.slice(0, count).join('');
    const to = findLanguage(name.replace(/[,.]?\s*$/, ''));
    if (to !== null) return asked(to, text.slice(match[0].length + name.length));
  }
  return null;
}

/** "… in Spanish?", "… from English to French". */
function languageLast(text: string): TranslationRequest | null {
  const cut = Math.max(0, text.length - TAIL_CHARACTERS);
  const groups = ENGLISH_TAIL.exec(text.slice(cut))?.groups;
  const to = findLanguage(groups?.name ?? '');
  if (groups === undefined || to === null) return null;
  const before = text.slice(0, cut) + groups.text;
  const source = FROM_TAIL.exec(before.slice(-TAIL_CHARACTERS))?.groups;
  const from = findLanguage(source?.name ?? '');
  if (source === undefined || from === null) return asked(to, before.replace(/\smean$/i, ''));
  return asked(to, before.slice(0, -TAIL_CHARACTERS) + source.text, from);
}

function parseChinese(text: string): TranslationRequest | null {
  const start = text.replace(CHINESE_POLITE, '');
  const first = CHINESE_FIRST.exec(start)?.groups?.rest;
  if (first !== undefined) return chineseNameFirst(first);
  const how = LANGUAGE_FIRST.exec(start);
  const named = findLanguage(how?.groups?.name ?? '');
  if (how !== null && named !== null && start.length > how[0].length + 1) {
    return asked(named, start.slice(how[0].length));
  }
  const cut = Math.max(0, start.length - TAIL_CHARACTERS);
  for (const pattern of [CHINESE_HOW, CHINESE_INTO]) {
    const found = longestName(start.slice(cut), pattern);
    if (found === null) continue;
    const before = start.slice(0, cut + found.at).replace(/^(?:把|将|將)/u, '');
    return asked(found.to, before.replace(/(?:这句话|這句話|这个词|這個詞|用|的|，|,)$/u, ''));
  }
  return null;
}

/** 「翻译成英文 你好」, 「译为法语，你好」: the longest beginning that names a language. */
function chineseNameFirst(text: string): TranslationRequest | null {
  for (let length = Math.min(8, text.length - 1); length > 0; length--) {
    const to = findLanguage(text.slice(0, length));
    const rest = text.slice(length).replace(/^[，,。]/u, '');
    if (to !== null && rest.trim() !== '' && /^\p{Script=Han}+$/u.test(text.slice(0, length))) {
      return asked(to, rest);
    }
  }
  return null;
}

/** The longest ending that names a language; unless a word marks it, nothing else tells where the text ends. */
function longestName(tail: string, pattern: RegExp): { to: LanguageCode; at: number } | null {
  const match = pattern.exec(tail);
  const ending = match?.groups?.name;
  if (match === null || ending === undefined) return null;
  const isMarked = !match[0].startsWith(ending);
  for (let skip = 0; skip < ending.length; skip++) {
    const to = findLanguage(ending.slice(skip));
    if (to !== null) return { to, at: match.index + (isMarked ? 0 : skip) };
  }
  return null;
}

/** Null when nothing is left to translate. */
export function asked(
  to: LanguageCode,
  text: string,
  from: LanguageCode | null = null,
): TranslationRequest | null {
  const plain = unquote(text.trim().replace(/^[:：]\s*/, ''));
  return plain === '' ? null : { from, to, text: plain };
}

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '「': '」',
  '『': '』',
  '«': '»',
};

function unquote(text: string): string {
  const closing = QUOTES[text[0] ?? ''];
  const quoted = closing !== undefined && text.length > 2 && text.indexOf(closing, 1) === text.length - 1;
  return quoted ? text.slice(1, -1).trim() : text;
}
