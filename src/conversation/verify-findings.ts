import { checkCode } from '../checks/code/check-code.ts';
import { checkTranslation } from '../checks/translation/check.ts';
import { languageAlone } from '../experts/profiles/earlier-text.ts';
import { asksToGoOn } from '../experts/profiles/go-on.ts';
import type { LanguageCode } from '../translation/languages.ts';
import { parseTranslation } from '../translation/request.ts';
import type { Check, ExpertName } from './types.ts';
import { arithmeticDetail, problemWords, syntaxDetail, translationDetail } from './verify-wording.ts';
import type { Language } from './wording.ts';

/** What one check found in an answer. */
export interface Finding {
  readonly check: Check;
  /** What is wrong, in words for a model that is to mend it. Empty = nothing, or nothing that it could mend. */
  readonly wrong: readonly string[];
  /** How much was found in order: a repair must not come to pass by leaving things out. */
  readonly inOrder: number;
}

/** An answer as the checks see it. */
export interface Checked {
  readonly text: string;
  /** False where it was cut. */
  readonly whole: boolean;
  readonly expert: ExpertName;
  readonly question: string;
  /** The language that was set for the answer; null = as the question says. */
  readonly answerIn: LanguageCode | null;
  readonly language: Language;
}

/**
 * The checks that fit an answer: the syntax of code in any, arithmetic in those of the math expert, and what a
 * translation keeps. Empty where none fits.
 *
 * @param signal bounds the time; what was not read by then is not verified
 */
export async function findingsOn(answer: Checked, signal: AbortSignal): Promise<Finding[]> {
  const { expert, language, question, text, whole } = answer;
  const findings: Finding[] = [];
  // A translation keeps the code that it is given, errors and all.
  const code = expert === 'translate' ? null : await checkCode(text, question, whole, signal);
  if (code !== null) {
    findings.push({
      check: { name: 'syntax', status: code.status, detail: syntaxDetail(code, language) },
      wrong: (code.wrong ?? []).map((problem) => problemWords(problem, 'en')),
      inOrder: code.parsed,
    });
  }
  if (expert === 'math') {
    // Loaded with the first answer that needs it: exact arithmetic takes longer to load than all else at the start.
    const { checkMath } = await import('../checks/math/check.ts');
    const math = checkMath(text, question);
    findings.push({
      check: { name: 'arithmetic', status: math.status, detail: arithmeticDetail(math, language) },
      wrong: (math.wrong ?? []).map(({ expected, text: step }) => `${step} (should be ${expected})`),
      inOrder: 0,
    });
  }
  if (expert === 'translate' && whole) findings.push(...(await translationFindings(answer)));
  return findings;
}

/** Nothing where the question does not say by itself what is to be translated into which language. */
async function translationFindings({ answerIn, language, question, text }: Checked): Promise<Finding[]> {
  if (languageAlone(question) !== null || asksToGoOn(question)) return [];
  const asked = parseTranslation(question);
  const to = asked.to ?? answerIn;
  if (to === null) return [];
  const verdict = await checkTranslation(asked.text, text, { from: asked.from, to });
  const detail = translationDetail(verdict, language);
  // A translation model cannot be told what is wrong: there is nothing that it could mend.
  return [{ check: { name: 'translation', status: verdict.status, detail }, wrong: [], inOrder: 0 }];
}
