import { findLanguage, type LanguageCode } from './languages.ts';
import { languageOfScript } from './scripts.ts';

export interface Identified {
  readonly code: LanguageCode;
  /** False where a better judge should be asked: too short, or not surely one of the 60 languages of `eld`. */
  readonly sure: boolean;
}

/** More does not make `eld` surer, and it reads every character. */
const SAMPLE_CHARACTERS = 2_000;
/** Measured on one sentence each in 28 languages: known languages score 0.73 and more, others below 0.69 mostly. */
const SURE_SCORE = 0.7;
const LEAST_CHARACTERS = 8;
/** By how much the best must lead; languages that share a script and words (Hindi and Nepali, Russian and Kazakh) do not. */
const SURE_LEAD = 0.05;

/** `eld` knows Kurdish in Arabic letters only. */
const ELD_OTHER: Readonly<Record<string, LanguageCode>> = { ku: 'ckb_Arab' };

/** What language a text is in. Its data (about 90 MB in memory) is loaded with the first text that needs it. */
export async function identifyLanguage(text: string): Promise<Identified> {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const byScript = languageOfScript(sample);
  if (/_(?:Hans|Hant|Jpan|Hang)$/.test(byScript)) return { code: byScript, sure: true };
  const { eld } = await import('eld/extrasmall');
  const result = eld.detect(sample);
  const [best = 0, second = 0] = Object.values(result.getScores());
  const code = ELD_OTHER[result.language] ?? findLanguage(result.language);
  // A guess from a few letters ("hello" as Italian) is worse than the script's most common language.
  const known = code !== null && sample.trim().length >= LEAST_CHARACTERS && result.isReliable();
  const sure = known && best >= SURE_SCORE && best - second >= SURE_LEAD;
  return { code: known ? code : byScript, sure };
}
