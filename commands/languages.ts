import { LANGUAGES, namesOf, normalizeName } from '../src/translation/languages.ts';
import type { Choice } from './types.ts';

/** Offered before anything is typed: those that most people write, by their ISO 639-1 codes. */
const USUAL = [
  'en',
  'zh',
  'es',
  'hi',
  'ar',
  'fr',
  'pt',
  'ru',
  'de',
  'ja',
  'ko',
  'it',
  'vi',
  'tr',
  'id',
  'th',
];

/** Languages whose name in any form, or code, begins with what is typed. */
export function suggestLanguages(typed: string): readonly Choice[] {
  const begun = normalizeName(typed);
  const fitting = LANGUAGES.filter(({ names, tags }) =>
    begun === ''
      ? tags.some((tag) => USUAL.includes(tag))
      : [...names, ...tags].some((name) => normalizeName(name).startsWith(begun)),
  );
  const rank = (tags: readonly string[]) => {
    const at = USUAL.findIndex((usual) => tags.includes(usual));
    return at < 0 ? USUAL.length : at;
  };
  return fitting
    .toSorted((one, other) => rank(one.tags) - rank(other.tags))
    .map(({ code }) => {
      const { chinese, english } = namesOf(code);
      return { value: english, label: { en: english, zh: chinese } };
    });
}
