import type { LanguageCode } from './languages.ts';
import { findLanguageIn } from './names-in.ts';
import { asked } from './phrases.ts';
import type { TranslationRequest } from './request.ts';

/** How one language asks for a translation. All are searched within HEAD or TAIL characters only. */
interface Form {
  readonly locale: string;
  /** Everything up to the language's name: "Übersetze den Text ins ". */
  readonly into: RegExp;
  /** The verb before a text that the language follows: "Übersetze … ins Deutsche", "Wie sagt man … auf Deutsch?". */
  readonly lead: RegExp;
  /** What stands before the language at the end. */
  readonly at: RegExp;
}

const HEAD_CHARACTERS = 120;
const TAIL_CHARACTERS = 60;
const NAME_WORDS = 2;

const FORMS: readonly Form[] = [
  {
    locale: 'de',
    into: /^(?:bitte |kannst du |könntest du |können sie )*übersetz(?:en sie|en|e)? (?:bitte |mir |uns |das |dies |diesen |diese |den |die |folgenden |folgende |folgendes |text |satz |sätze |mal )*(?:ins|in|auf|nach) (?:das )?/i,
    lead: /^(?:bitte |kannst du |könntest du |können sie )*(?:übersetz(?:en sie|en|e)? |was (?:heißt|bedeutet|ist) |wie (?:sagt man|heißt|sage ich) )/i,
    at: / (?:ins|in|auf|nach) $/i,
  },
  {
    locale: 'fr',
    into: /^(?:s'il te plaît |s'il vous plaît |peux-tu |pouvez-vous |veuillez )*tradui(?:sez|s|re)(?:-moi|-le)? (?:moi |le |la |les |ce |cette |ceci |cela |ça |texte |phrase |suivante? |message )*(?:en|vers le|vers l'|au) ?/i,
    lead: /^(?:s'il te plaît |s'il vous plaît |peux-tu |pouvez-vous |veuillez )*(?:tradui(?:sez|s|re) |comment (?:dit-on|dire|on dit) |que (?:veut dire|signifie) )/i,
    at: / en $/i,
  },
  {
    locale: 'es',
    into: /^(?:por favor,? |puedes |podrías |puede )*tradu(?:zca|cir|ce|cí|zcan)(?:lo|me|melo)? (?:el |la |lo |este |esta |esto |texto |frase |siguiente |mensaje |por favor )*(?:al|a|en) /i,
    lead: /^(?:¿ ?)?(?:por favor,? |puedes |podrías |puede )*(?:tradu(?:zca|cir|ce|cí) |c[oó]mo (?:se dice|digo|se escribe) |qu[eé] (?:significa|quiere decir) )/i,
    at: / (?:al|en) $/i,
  },
  {
    locale: 'pt',
    into: /^(?:por favor,? |você pode |pode |poderia )*tradu(?:za|zir|z) (?:o |a |este |esta |isto |isso |texto |frase |seguinte |mensagem |por favor )*(?:para o|para|ao|em) /i,
    lead: /^(?:por favor,? |você pode |pode |poderia )*(?:tradu(?:za|zir|z) |como (?:se diz|dizer|digo|se fala) |o que significa )/i,
    at: / (?:para o|para|ao|em) $/i,
  },
  {
    locale: 'it',
    into: /^(?:per favore,? |puoi |potresti )*tradu(?:ci|rre|ca|cete)(?:lo|mi)? (?:il |la |lo |questo |questa |testo |frase |seguente |messaggio |per favore )*in /i,
    lead: /^(?:per favore,? |puoi |potresti )*(?:tradu(?:ci|rre|ca|cete) |come si (?:dice|scrive) |cosa significa )/i,
    at: / in $/i,
  },
  {
    locale: 'ru',
    into: /^(?:пожалуйста,? |можешь |можете )*перев(?:едите|еди|ести) (?:это |этот |эту |мне |текст |фразу |следующий |следующее |предложение |пожалуйста )*на /i,
    lead: /^(?:пожалуйста,? |можешь |можете )*(?:перев(?:едите|еди|ести) |как (?:сказать|будет|пишется) |что значит )/i,
    at: / (?:на )?$/i,
  },
];

/** Languages that put the request behind the text. */
interface Suffix {
  readonly locale: string;
  readonly end: RegExp;
  /** Joins the text to the request. */
  readonly particle: RegExp;
  /** In the place of the text, which then comes after a colon. */
  readonly pointer: RegExp;
}

const SUFFIXES: readonly Suffix[] = [
  {
    locale: 'ja',
    end: /(?<name>\p{L}{1,12})(?:(?:に|へ)(?:翻訳|訳)(?:して|し)?(?:ください|下さい|くれますか|くれる|くれ|もらえますか|ほしい|お願いします|せよ|す|る)?|で(?:は)?(?:何|なん)(?:と|て)(?:言いますか|言うの|言う|いいますか|いうの|いう))[。！？!?\s]*$/u,
    particle: /(?:を|は|って)$/u,
    pointer: /^(?:次|以下|下|この|これ|それ|の|文章|文|テキスト|言葉|内容|を|、)*$/u,
  },
  {
    locale: 'ko',
    end: /(?<name>\p{L}{1,12})로 ?(?:번역(?:해|하)? ?(?:주세요|주십시오|줄래요|줄래|줘요|줘|달라|라)?|(?:뭐|어떻게|무엇이)라?고? ?(?:해요|해|하나요|말해요|말해))[.!?\s]*$/u,
    particle: /(?:을|를|은|는) ?$/u,
    pointer: /^(?:다음|아래|이것|이|문장|글|텍스트|말|내용|의|을|를|\s)*$/u,
  },
];

/** A request in German, French, Spanish, Portuguese, Italian, Russian, Japanese or Korean; null when it is none. */
export function parseForeign(text: string): TranslationRequest | null {
  for (const form of FORMS) {
    const found = languageFirst(text, form) ?? languageLast(text, form);
    if (found !== null) return found;
  }
  for (const suffix of SUFFIXES) {
    const found = requestLast(text, suffix);
    if (found !== null) return found;
  }
  return null;
}

function languageFirst(text: string, { into, locale }: Form): TranslationRequest | null {
  const start = text.slice(0, HEAD_CHARACTERS);
  const length = into.exec(start)?.[0].length;
  if (length === undefined) return null;
  const words = start.slice(length).split(/(?<=[\s:：])/u, NAME_WORDS + 1);
  for (let count = Math.min(NAME_WORDS, words.length); count > 0; count--) {
    const named = words.slice(0, count).join('');
    const to = findLanguageIn(named.replace(/[\s:：,.]+$/u, ''), locale);
    if (to !== null) return asked(to, text.slice(length + named.length));
  }
  return null;
}

function languageLast(text: string, { at, lead, locale }: Form): TranslationRequest | null {
  const length = lead.exec(text.slice(0, HEAD_CHARACTERS))?.[0].length;
  if (length === undefined) return null;
  const rest = text.slice(length);
  const end = lastWord(rest);
  const before = rest.slice(0, end.at);
  const mark = at.exec(before.slice(-TAIL_CHARACTERS))?.[0].length;
  const to = mark === undefined ? null : findLanguageIn(end.word, locale);
  return mark === undefined || to === null ? null : asked(to, before.slice(0, before.length - mark));
}

/** 「今日は」 in "…を英語に翻訳して", and what follows a colon in "次の文を英語に翻訳して：…". */
function requestLast(text: string, { end, locale, particle, pointer }: Suffix): TranslationRequest | null {
  const colon = /[:：\n]/u.exec(text.slice(0, HEAD_CHARACTERS));
  if (colon !== null) {
    const head = readSuffix(text.slice(0, colon.index), end, locale);
    if (head !== null && pointer.test(head.before)) return asked(head.to, text.slice(colon.index + 1));
  }
  const tail = readSuffix(text, end, locale);
  return tail === null ? null : asked(tail.to, tail.before.replace(particle, ''));
}

function readSuffix(
  text: string,
  end: RegExp,
  locale: string,
): { readonly to: LanguageCode; readonly before: string } | null {
  const cut = Math.max(0, text.length - TAIL_CHARACTERS);
  const match = end.exec(text.slice(cut));
  const name = match?.groups?.name ?? '';
  if (match === null) return null;
  for (let skip = 0; skip < name.length; skip++) {
    const to = findLanguageIn(name.slice(skip), locale);
    if (to !== null) return { to, before: text.slice(0, cut + match.index + skip) };
  }
  return null;
}

/** The last word, and where it begins; sentence marks behind it do not count. */
export function lastWord(text: string): { readonly word: string; readonly at: number } {
  const cut = Math.max(0, text.length - TAIL_CHARACTERS);
  const match = /(?<word>[^\s?？!.。]+)[\s?？!.。]*$/u.exec(text.slice(cut));
  return { word: match?.groups?.word ?? '', at: match === null ? text.length : cut + match.index };
}
