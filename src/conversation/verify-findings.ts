import { checkCode } from '../checks/code/check-code.ts';
import { checkMathInThread } from '../checks/math/math-thread.ts';
import { checkTranslation } from '../checks/translation/check.ts';
import { languageAlone } from '../experts/profiles/earlier-text.ts';
import { asksToGoOn } from '../experts/profiles/go-on.ts';
import type { LanguageCode } from '../translation/languages.ts';
import { parseTranslation } from '../translation/request.ts';
import { FINAL_ANSWER_CHECK } from './answer.ts';
import type { Check, ExpertName } from './types.ts';
import {
  arithmeticDetail,
  finalAnswerDetail,
  NOT_COMPUTED,
  NOT_MARKED,
  problemWords,
  syntaxDetail,
  translationDetail,
} from './verify-wording.ts';
import type { Language } from './wording.ts';
import { asksForXml, xmlFinding } from './xml-finding.ts';

/** What one check found in an answer. */
export interface Finding {
  readonly check: Check;
  /** What is wrong, in words for a model that is to mend it. Empty = nothing, or nothing that it could mend. */
  readonly wrong: readonly string[];
  /** How much was found in order: a repair must not come to pass by leaving things out. */
  readonly inOrder: number;
  /** How bad what is wrong is, to compare two answers that both fail; absent = they are not compared. */
  readonly weight?: number;
}

/** An answer as the checks see it. */
export interface Checked {
  readonly text: string;
  /** False where it was cut. */
  readonly whole: boolean;
  readonly expert: ExpertName;
  readonly question: string;
  /** The result that the model marked; null where it marked none. */
  readonly marked: string | null;
  /** Its kind of model marks one always. */
  readonly marks: boolean;
  /** The language that was set for the answer; null = as the question says. */
  readonly answerIn: LanguageCode | null;
  readonly language: Language;
}

/**
 * The checks that fit an answer: the syntax of code in any, arithmetic and the marked result in those of the math
 * expert, and what a translation keeps. Empty where none fits.
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
  if (expert === 'structured' && asksForXml(question)) findings.push(xmlFinding(text, language));
  if (expert === 'math') findings.push(...(await mathFindings(answer, signal)));
  if (expert === 'translate' && whole) findings.push(...(await translationFindings(answer)));
  return findings;
}

async function mathFindings(
  { language, marked, marks, question, text }: Checked,
  signal: AbortSignal,
): Promise<Finding[]> {
  const math = await checkMathInThread(text, question, marked, signal);
  if (math === null) {
    const check: Check = { name: 'arithmetic', status: 'skipped', detail: NOT_COMPUTED[language] };
    return [{ check, wrong: [], inOrder: 0 }];
  }
  const { final, verdict } = math;
  const arithmetic: Finding = {
    check: { name: 'arithmetic', status: verdict.status, detail: arithmeticDetail(verdict, language) },
    wrong: (verdict.wrong ?? []).map(({ expected, text: step }) => `${step} (should be ${expected})`),
    inOrder: 0,
  };
  if (marked === null && marks) {
    const check: Check = { name: FINAL_ANSWER_CHECK, status: 'skipped', detail: NOT_MARKED[language] };
    return [{ check, wrong: [], inOrder: 0 }, arithmetic];
  }
  if (final === null || marked === null) return [arithmetic];
  const status = final.holds ? 'passed' : 'skipped';
  const detail = finalAnswerDetail(marked, final, language);
  return [{ check: { name: FINAL_ANSWER_CHECK, status, detail }, wrong: [], inOrder: 0 }, arithmetic];
}

/** An answer in another language is worse than one that is too long, and that worse than one without a number. */
const WEIGHTS: Readonly<Record<string, number>> = { language: 100, echo: 100, length: 10 };

/** Nothing where the question does not say by itself what is to be translated into which language. */
async function translationFindings({ answerIn, language, question, text }: Checked): Promise<Finding[]> {
  if (languageAlone(question) !== null || asksToGoOn(question)) return [];
  const asked = parseTranslation(question);
  const to = asked.to ?? answerIn;
  if (to === null) return [];
  const verdict = await checkTranslation(asked.text, text, { from: asked.from, to });
  const detail = translationDetail(verdict, language);
  const wrong = verdict.wrong ?? [];
  return [
    {
      check: { name: 'translation', status: verdict.status, detail },
      wrong: wrong.map((one) => one.text),
      inOrder: 0,
      weight: wrong.reduce((sum, { kind }) => sum + (WEIGHTS[kind] ?? 1), 0),
    },
  ];
}
