import rows from './languages.json' with { type: 'json' };

/** A FLORES-200 code such as `fra_Latn`: language (ISO 639-3) and script, the names that NLLB-200 was trained with. */
export type LanguageCode = string;

export interface Language {
  readonly code: LanguageCode;
  /** ISO 639-1/-2/-3 codes and BCP 47 tags, the best known first; lower case. */
  readonly tags: readonly string[];
  /** English first, then Chinese (simplified, traditional) and the language's own name where known. */
  readonly names: readonly string[];
}

/** All languages that NLLB-200 translates: the list of nllb-api v4.2 (`server/typedefs/language.py`). */
export const LANGUAGES: readonly Language[] = rows;

/** Languages are called 法语, 法語, 法文 and 法国话 alike. */
const CHINESE_ENDING = /(?<=\p{Script=Han})(?:语|語|文|话|話)$/u;

const BY_NAME = indexNames();
const BY_CODE = new Map(LANGUAGES.map((language) => [language.code, language]));

/**
 * The language that a name or code means, else null: FLORES-200 and ISO codes, names in English, Chinese or the
 * language itself, without regard to case and accents.
 *
 * @example
 * findLanguage('français'); // 'fra_Latn', as for 'French', '法文', 'fr' and 'FRA_LATN'
 */
export function findLanguage(name: string): LanguageCode | null {
  const key = normalizeName(name);
  return BY_NAME.get(key) ?? BY_NAME.get(key.replace(CHINESE_ENDING, '语')) ?? null;
}

/** The tag by which `Intl` knows the language; `und` for a code that is not in the table. */
export function localeOf(code: LanguageCode): string {
  return BY_CODE.get(code)?.tags[0] ?? 'und';
}

/** What a language is called in English and in Chinese (simplified); in English where no Chinese name is known. */
export function namesOf(code: LanguageCode): { readonly english: string; readonly chinese: string } {
  const names = BY_CODE.get(code)?.names ?? [];
  const english = names[0] ?? code;
  return { english, chinese: names.find((name) => /^\p{Script=Han}+$/u.test(name)) ?? english };
}

export function isLanguage(code: string): boolean {
  return BY_CODE.has(code);
}

function indexNames(): Map<string, LanguageCode> {
  const index = new Map<string, LanguageCode>();
  for (const { code, tags, names } of LANGUAGES) {
    for (const name of [code, ...tags, ...names]) index.set(normalizeName(name), code);
  }
  for (const [name, code] of [...index]) {
    const spoken = name.replace(CHINESE_ENDING, '语');
    if (!index.has(spoken)) index.set(spoken, code);
  }
  return index;
}

/** Without case, accents and what only joins words. */
export function normalizeName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
  return plain
    .toLowerCase()
    .trim()
    .replace(/[\s_-]+/g, ' ')
    .replace(/^the (?=.)|(?<=.) language$/g, '');
}
