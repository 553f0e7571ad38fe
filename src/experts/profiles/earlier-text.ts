import { findLanguage, type LanguageCode } from '../../translation/languages.ts';
import { parseTranslation } from '../../translation/request.ts';
import { asksToGoOn } from './go-on.ts';
import type { Spoken } from './profile.ts';

const ENGLISH_ALONE =
  /^(?:(?:and|now|also|then|ok|please|translate) )*(?:in ?to|to|in|what about|how about) (?<name>\p{L}[\p{L} ]{1,39}?)(?:,? please)?[\s.?!]*$/iu;
const CHINESE_ALONE =
  /^(?:(?:那么?|再|请|換成|换成|改成|翻译成|翻譯成|译成|翻译为|翻譯為|译为|譯為)+(?<name>\p{L}{1,8}?)(?:呢|版)?|(?<other>\p{L}{1,8}?)(?:呢|版))[?？。\s]*$/u;

/** In the place of a text: what was said before is meant. */
const POINTS_BACK =
  /^(?:this|that|it|these|those|them|(?:the|your|this|that) (?:above|(?:last |previous |above )?(?:answer|reply|response|message|text|sentence|paragraph|poem|story)))$|^(?:它|[这這那](?:个|個|段|句话|句話|些)?|(?:上面|以上|刚才|剛才)的?(?:回答|内容|內容|文字|话|話|句子)?|你(?:上面|刚才|剛才)?的?(?:回答|话|話))$/iu;
/** Who asks for the word itself quotes it, or puts it after a colon; neither is part of the text. */
const MARKED = /[:："'“”‘’「」『』«»]/;
const SAYS_TRANSLATE = /translat|译|譯/i;

/** The language of a message that names nothing else ("and in French?", 「法语呢？」), else null. */
export function languageAlone(text: string): LanguageCode | null {
  const english = ENGLISH_ALONE.exec(text)?.groups?.name;
  const { name, other } = CHINESE_ALONE.exec(text)?.groups ?? {};
  return findLanguage(english ?? name ?? other ?? '');
}

/**
 * What a message means that brings a language and no text of its own ("and in French?", "translate that into Hindi"):
 * the text of the last translation, else, where it says so, the last answer. Null when it has its text, or there is
 * nothing before it.
 */
export function translationOfEarlier(
  bare: string,
  turns: readonly Spoken[],
): { readonly text: string; readonly to: LanguageCode } | null {
  const alone = languageAlone(bare);
  const asked = parseTranslation(bare);
  const pointsBack = POINTS_BACK.test(asked.text) && !MARKED.test(bare);
  const to = alone ?? asked.to;
  if (to === null || (alone === null && !pointsBack)) return null;
  const index = turns.findLastIndex((turn) => !asksToGoOn(turn.bare));
  const last = turns[index];
  if (last?.expert === 'translate') {
    const earlier = translationOfEarlier(last.bare, turns.slice(0, index));
    return { text: earlier?.text ?? parseTranslation(last.bare).text, to };
  }
  const answer = turns.at(-1)?.answer ?? '';
  return answer !== '' && (pointsBack || SAYS_TRANSLATE.test(bare)) ? { text: answer, to } : null;
}
