import type { Logger } from 'pino';
import type { Experts, Needs } from '../experts/experts.ts';
import type { Prepare } from '../experts/pool.ts';
import type { LanguageCode } from '../translation/languages.ts';
import { FINAL_ANSWER_CHECK } from './answer.ts';
import type { Question } from './prompt.ts';
import { addRound, type Draft, replaceWith } from './receipt.ts';
import type { AnswerEvent } from './types.ts';
import { type Checked, type Finding, findingsOn } from './verify-findings.ts';
import { writeAgain } from './verify-repair.ts';
import { notRepairedDetail, repairedDetail, repairRequest } from './verify-wording.ts';
import { type Language, languageOf } from './wording.ts';

/** For all checks of one text, in ms: people wait for the receipt. */
const CHECKS_MS = 4_000;

/** What was asked, and for an answer in which language. */
export type Asked = Pick<Question, 'text'> & { readonly answerIn: LanguageCode | null };

/** What a second writing needs. */
export interface VerifyParts {
  readonly experts: Experts;
  readonly needs: Needs;
  /** The request for another question in the place of the turn's own; notes what it leaves out in that draft. */
  readonly prepare: (text: string, draft: Draft) => Prepare;
  readonly log: Logger;
}

/**
 * Checks a finished answer, and has the expert write it once more where code or arithmetic in it is wrong. What is
 * better takes the place of the first, in the draft and with `replace`; else the first stays, and its check fails.
 * Never throws: an answer that cannot be checked is an answer all the same.
 */
export async function* verifyAnswer(
  draft: Draft,
  asked: Asked,
  parts: VerifyParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const language = languageOf(asked.text);
  try {
    if (signal.aborted || draft.finish === 'stopped') return;
    const first = await check(draft, asked, language, signal);
    const failed = first.filter(({ wrong }) => wrong.length > 0);
    const second =
      failed.length > 0 && draft.finish === 'stop' ? await again(draft, asked, failed, parts, signal) : null;
    if (second === null) {
      draft.checks.push(...first.map(({ check }) => check));
      return;
    }
    const then = await check(second, asked, language, signal);
    addRound(draft, second);
    if (!signal.aborted && isBetter(first, then)) {
      replaceWith(draft, second);
      takeOver(FINAL_ANSWER_CHECK, draft, second);
      draft.checks.push(...then.map((finding) => repairedCheck(finding, first, language)));
      yield { event: 'replace', data: { text: draft.text } };
    } else {
      draft.checks.push(...first.map((finding) => keptCheck(finding, language)));
    }
  } catch (error) {
    parts.log.error({ err: error }, 'an answer could not be checked');
  }
}

function check(draft: Draft, asked: Asked, language: Language, signal: AbortSignal): Promise<Finding[]> {
  const answer: Checked = {
    text: draft.text,
    whole: draft.finish === 'stop',
    expert: draft.route.expert,
    question: asked.text,
    answerIn: asked.answerIn,
    language,
  };
  return findingsOn(answer, AbortSignal.any([signal, AbortSignal.timeout(CHECKS_MS)]));
}

function again(
  draft: Draft,
  asked: Asked,
  failed: readonly Finding[],
  { experts, needs, prepare }: VerifyParts,
  signal: AbortSignal,
): Promise<Draft | null> {
  const wrong = failed.flatMap((finding) => finding.wrong);
  const text = repairRequest(asked.text, draft.text, wrong, languageOf(asked.text));
  return writeAgain(draft, experts, (second) => prepare(text, second), needs, signal);
}

/** What failed passes now, with nothing left out; and nothing else fails. */
export function isBetter(first: readonly Finding[], then: readonly Finding[]): boolean {
  return (
    first.every((before) => {
      const after = then.find(({ check }) => check.name === before.check.name);
      if (before.check.status !== 'failed') return after?.check.status !== 'failed';
      return (
        after?.check.status === 'passed' && (before.check.name !== 'syntax' || after.inOrder > before.inOrder)
      );
    }) && then.every(({ check }) => check.status !== 'failed')
  );
}

/** A check that was made of the text that no longer stands. */
function takeOver(name: string, draft: Draft, second: Draft): void {
  const old = draft.checks.findIndex((one) => one.name === name);
  if (old >= 0) draft.checks.splice(old, 1, ...second.checks.filter((one) => one.name === name));
}

function repairedCheck({ check }: Finding, first: readonly Finding[], language: Language): Finding['check'] {
  const before = first.find((finding) => finding.check.name === check.name)?.check;
  if (before?.status !== 'failed') return check;
  return {
    ...check,
    status: 'repaired',
    detail: repairedDetail(check.detail ?? '', before.detail ?? '', language),
  };
}

function keptCheck({ check }: Finding, language: Language): Finding['check'] {
  if (check.status !== 'failed') return check;
  return { ...check, detail: notRepairedDetail(check.detail ?? '', language) };
}
