import type { LanguageCode } from './languages.ts';

/** Scripts that one language stands for, or that most texts in them are in. */
const BY_SCRIPT: readonly (readonly [RegExp, LanguageCode])[] = [
  // Kana first: Japanese is written with Han as well, and so may Korean be.
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'jpn_Jpan'],
  [/\p{Script=Hangul}/gu, 'kor_Hang'],
  [/\p{Script=Han}/gu, 'zho_Hans'],
  [/\p{Script=Latin}/gu, 'eng_Latn'],
  [/\p{Script=Cyrillic}/gu, 'rus_Cyrl'],
  [/\p{Script=Arabic}/gu, 'arb_Arab'],
  [/\p{Script=Devanagari}/gu, 'hin_Deva'],
  [/\p{Script=Bengali}/gu, 'ben_Beng'],
  [/\p{Script=Hebrew}/gu, 'heb_Hebr'],
  [/\p{Script=Greek}/gu, 'ell_Grek'],
  [/\p{Script=Thai}/gu, 'tha_Thai'],
  [/\p{Script=Lao}/gu, 'lao_Laoo'],
  [/\p{Script=Khmer}/gu, 'khm_Khmr'],
  [/\p{Script=Myanmar}/gu, 'mya_Mymr'],
  [/\p{Script=Tibetan}/gu, 'bod_Tibt'],
  [/\p{Script=Georgian}/gu, 'kat_Geor'],
  [/\p{Script=Armenian}/gu, 'hye_Armn'],
  [/\p{Script=Ethiopic}/gu, 'amh_Ethi'],
  [/\p{Script=Tamil}/gu, 'tam_Taml'],
  [/\p{Script=Telugu}/gu, 'tel_Telu'],
  [/\p{Script=Kannada}/gu, 'kan_Knda'],
  [/\p{Script=Malayalam}/gu, 'mal_Mlym'],
  [/\p{Script=Gujarati}/gu, 'guj_Gujr'],
  [/\p{Script=Gurmukhi}/gu, 'pan_Guru'],
  [/\p{Script=Oriya}/gu, 'ory_Orya'],
  [/\p{Script=Sinhala}/gu, 'sin_Sinh'],
  [/\p{Script=Ol_Chiki}/gu, 'sat_Olck'],
  [/\p{Script=Tifinagh}/gu, 'tzm_Tfng'],
];

/** A Han character or kana says about as much as two to three Latin letters. */
const WEIGHT: Readonly<Record<LanguageCode, number>> = { jpn_Jpan: 3, kor_Hang: 2, zho_Hans: 2.5 };
/** A Japanese text has this share of kana at least; less is a quoted word in a Chinese one. */
const KANA_SHARE = 0.1;

const TRADITIONAL =
  /[這個們來說時國學語發為會對沒過還後從開關點頭書買賣見車長門問間東樂電話請謝讓應當實現愛]/gu;
const SIMPLIFIED =
  /[这个们来说时国学语发为会对没过还后从开关点头书买卖见车长门问间东乐电话请谢让应当实现爱]/gu;

/** The language that most letters of a text are the script of; English for a text without any. */
export function languageOfScript(text: string): LanguageCode {
  const counts = new Map(BY_SCRIPT.map(([letters, code]) => [code, text.match(letters)?.length ?? 0]));
  const han = counts.get('zho_Hans') ?? 0;
  const kana = counts.get('jpn_Jpan') ?? 0;
  if (kana > 0 && kana >= han * KANA_SHARE) {
    counts.set('jpn_Jpan', kana + han);
    counts.set('zho_Hans', 0);
  }
  let best: LanguageCode = 'eng_Latn';
  let most = 0;
  for (const [code, count] of counts) {
    const weight = count * (WEIGHT[code] ?? 1);
    if (weight > most) [best, most] = [code, weight];
  }
  return best === 'zho_Hans' && isTraditional(text) ? 'zho_Hant' : best;
}

function isTraditional(text: string): boolean {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  return count(TRADITIONAL) > count(SIMPLIFIED);
}

/** Scripts written without spaces between words. */
const UNSPACED = /_(?:Hans|Hant|Jpan|Thai|Laoo|Khmr|Mymr|Tibt)$/;

export function isUnspaced(code: LanguageCode): boolean {
  return UNSPACED.test(code);
}
