import { type LanguageCode, namesOf } from '../../translation/languages.ts';
import type { Verdict } from '../verdict.ts';
import { fencesIn, keptIn, wordsOf } from './kept.ts';
import { isIn } from './language.ts';
import { isPlausibleLength, lengthRatio } from './length.ts';
import { numberForms, numbersOf } from './numbers.ts';

/** What is wrong with a translation; `text` is for the model that is to try again. */
export interface WrongTranslation {
  readonly kind: 'language' | 'echo' | 'length' | 'number' | 'code' | 'address' | 'placeholder';
  readonly text: string;
}

/** What was compared. */
export interface TranslationVerdict extends Verdict<WrongTranslation> {
  /** Whether its language could be told. */
  readonly isTold: boolean;
  /** False where only the beginning was read. */
  readonly isWhole: boolean;
}

/** Longer texts are read up to here, and the verdict says so. */
const MAX_CHARACTERS = 20_000;
/** Shorter ones have no length to speak of: "OK" may become a sentence. */
const LEAST_FOR_LENGTH = 40;
const LEAST_FOR_ECHO = 25;
/** Nobody reads more, and no model mends more at once. */
const WRONG_MAX = 20;

/**
 * Whether an answer can be a translation of a source: in the right language, no echo, of plausible length, with the
 * numbers, addresses, code and placeholders of the source. Says nothing of how good it is. What cannot be told, as the
 * language of two words, counts for nothing. Never throws. Asynchronous for the language data, loaded with the first.
 *
 * @param from null where the source's language is not known
 */
export async function checkTranslation(
  source: string,
  answer: string,
  { from, to }: { readonly from: LanguageCode | null; readonly to: LanguageCode },
): Promise<TranslationVerdict> {
  const [text, translation] = [source.slice(0, MAX_CHARACTERS), answer.slice(0, MAX_CHARACTERS)];
  const [sourceWords, words] = [wordsOf(text), wordsOf(translation)];
  const wrong: WrongTranslation[] = [];
  const isSame = from !== null && from.slice(0, 3) === to.slice(0, 3);

  const language = await isIn(words, to);
  // A source that is in the wanted language already, or mostly names, comes back as it was.
  const isEcho =
    !isSame && squeeze(words) === squeeze(sourceWords) && squeeze(words).length >= LEAST_FOR_ECHO;
  if (isEcho && language.yes !== true) wrong.push({ kind: 'echo', text: 'The text came back untranslated.' });
  else if (language.yes === false) {
    wrong.push({
      kind: 'language',
      text: `It is in ${namesOf(language.seen).english}, not ${namesOf(to).english}.`,
    });
  }
  const ratio = from === null ? 1 : lengthRatio(sourceWords, words, from, to);
  const canMeasure = sourceWords.trim().length >= LEAST_FOR_LENGTH && source.length <= MAX_CHARACTERS;
  if (canMeasure && !isPlausibleLength(ratio)) {
    wrong.push({
      kind: 'length',
      text: ratio < 1 ? 'It is much shorter than the text.' : 'It is much longer than the text.',
    });
  }
  wrong.push(...lost(text, translation, sourceWords));

  const isTold = language.yes !== null;
  const isWhole = Math.max(source.length, answer.length) <= MAX_CHARACTERS;
  const [first] = wrong;
  if (first !== undefined) return { status: 'failed', detail: first.text, wrong, isTold, isWhole };
  if (language.yes === null && !canMeasure) {
    return {
      status: 'skipped',
      detail: 'Too short, or too like another language, for its language to be told.',
      isTold,
      isWhole,
    };
  }
  const seen = language.yes ? `It is in ${namesOf(to).english}` : 'Its language could not be told for sure';
  const end = isWhole ? '' : ' Only the first part was read.';
  return {
    status: 'passed',
    detail: `${seen}; numbers, addresses, code and placeholders are kept.${end}`,
    isTold,
    isWhole,
  };
}

function lost(source: string, answer: string, sourceWords: string): WrongTranslation[] {
  const wrong: WrongTranslation[] = [];
  const kept = new Map(keptIn(source).map(({ kind, text }) => [text, kind]));
  for (const [text, kind] of kept) {
    if (wrong.length >= WRONG_MAX) return wrong;
    if (!answer.includes(text) && !wrong.some((one) => one.text.includes(text))) {
      wrong.push({ kind, text: `The ${kind} ${text.slice(0, 100)} is missing.` });
    }
  }
  if (fencesIn(answer) < fencesIn(source)) wrong.push({ kind: 'code', text: 'A code block is missing.' });
  const forms = numberForms(answer);
  for (const digits of new Set(numbersOf(sourceWords))) {
    if (wrong.length >= WRONG_MAX) return wrong;
    if (!forms.has(digits))
      wrong.push({ kind: 'number', text: `A number with the digits ${digits} is missing.` });
  }
  return wrong;
}

function squeeze(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
