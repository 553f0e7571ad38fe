import { languageAlone } from '../experts/profiles/earlier-text.ts';
import { asksToGoOn } from '../experts/profiles/go-on.ts';
import { identifyLanguage } from '../translation/identify.ts';
import type { LanguageCode } from '../translation/languages.ts';
import { parseTranslation } from '../translation/request.ts';
import type { ExpertName } from './types.ts';

const ENGLISH: LanguageCode = 'eng_Latn';

/**
 * The language that an answer is to be asked for in; null = as the message itself says.
 *
 * A translation goes into the language that the message names, else into the conversation's, or English when the text
 * already is in that (contract §5). Data keeps the words that it is taken from.
 *
 * @param set the conversation's language
 */
export async function answerLanguage(
  expert: ExpertName,
  text: string,
  set: LanguageCode | null,
): Promise<LanguageCode | null> {
  if (set === null || expert === 'structured') return null;
  if (expert !== 'translate') return set;
  const asked = parseTranslation(text);
  if (asked.to !== null || languageAlone(text) !== null || asksToGoOn(text)) return null;
  const { code } = await identifyLanguage(asked.text);
  if (!isSameLanguage(code, set)) return set;
  return isSameLanguage(set, ENGLISH) ? null : ENGLISH;
}

/** In whichever script. */
function isSameLanguage(one: LanguageCode, other: LanguageCode): boolean {
  return one.slice(0, 3) === other.slice(0, 3);
}
