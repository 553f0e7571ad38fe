import { findLanguage, LANGUAGES, type LanguageCode, normalizeName } from './languages.ts';

const indexes = new Map<string, ReadonlyMap<string, LanguageCode>>();

/** What inflected names may end in (accents are gone, so that й is и), and what the name itself ends in then: "ins Deutsche", "с английского". */
const ENDINGS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  de: [[/en?$/, '']],
  ru: [
    [/ского$/, 'скии'],
    [/^по ?(.*ски)$/, '$1и'],
  ],
};

/**
 * The language that a name means in a text of another language (`anglais` in French), or that `findLanguage` knows;
 * else null. The names are the runtime's own (CLDR).
 *
 * @param locale a BCP 47 tag
 */
export function findLanguageIn(name: string, locale: string): LanguageCode | null {
  const key = normalizeName(name);
  const forms = [key, ...(ENDINGS[locale] ?? []).map(([ending, base]) => key.replace(ending, base))];
  for (const form of forms) {
    const code = indexOf(locale).get(form) ?? findLanguage(form);
    if (code !== null) return code;
  }
  return null;
}

function indexOf(locale: string): ReadonlyMap<string, LanguageCode> {
  const known = indexes.get(locale);
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' });
  const index = new Map<string, LanguageCode>();
  for (const { code, tags } of LANGUAGES) {
    const name = tags[0] === undefined ? undefined : names.of(tags[0]);
    if (name !== undefined && !index.has(normalizeName(name))) index.set(normalizeName(name), code);
  }
  indexes.set(locale, index);
  return index;
}
