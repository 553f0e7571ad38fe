import { findLanguage, type LanguageCode } from './languages.ts';

/** An instruction that no single translation answers. */
export type Unclear =
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'several'; readonly to: readonly LanguageCode[]; readonly text: string };

const HEAD_MAX_CHARACTERS = 120;
const TARGETS_MAX = 5;
const NAME_WORDS_MAX = 2;
const ENGLISH =
  /^(?:please |kindly |(?:can|could|would|will) you (?:please )?)*translate (?:(?:this|that|these|it|the|following|below|text|sentences?|paragraphs?|message|words?|phrase) )*(?:in ?to|to) (?<names>[^:：\n]+)$/i;
const CHINESE =
  /^(?:请|請|麻烦|帮我|把|将|將|以下|下面|这|這|的|段|句|话|話|内容|文字)*(?:翻译|翻譯|译|譯)(?:成|为|為|到)(?<names>[^:：\n]+)$/u;
const BETWEEN = /,? and |,? & |, |、|和|以及|跟|，/u;

/** What is unclear in "Translate into Klingon: …" or "Translate into French and German: …"; null when nothing is. */
export function readUnclear(message: string): Unclear | null {
  const text = message.trim();
  const colon = /[:：\n]/u.exec(text.slice(0, HEAD_MAX_CHARACTERS));
  if (colon === null) return null;
  const head = text.slice(0, colon.index).trim().replace(/\s+/g, ' ');
  const english = ENGLISH.exec(head)?.groups?.names;
  const names = english ?? CHINESE.exec(head)?.groups?.names;
  const rest = text.slice(colon.index + 1).trim();
  if (names === undefined || rest === '') return null;
  const listed = names
    .split(BETWEEN, TARGETS_MAX + 1)
    .map((name) => name.replace(/^(?:both|in ?to|to) /i, '').trim());
  const unknown = listed.find((name) => findLanguage(name) === null);
  if (unknown !== undefined) return isName(unknown) ? { kind: 'unknown', name: unknown } : null;
  const to = [...new Set(listed.flatMap((name) => findLanguage(name) ?? []))];
  return to.length > 1 && to.length <= TARGETS_MAX ? { kind: 'several', to, text: rest } : null;
}

/** "Klingon", but not "be or not to be". */
function isName(name: string): boolean {
  return /^[\p{L}\p{M}' -]{2,30}$/u.test(name) && name.split(' ').length <= NAME_WORDS_MAX;
}
