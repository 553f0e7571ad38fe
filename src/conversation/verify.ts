import type { Logger } from 'pino';
import type { Experts, Needs } from '../experts/experts.ts';
import type { Prepare } from '../experts/pool.ts';
import type { LanguageCode } from '../translation/languages.ts';
import { FINAL_ANSWER_CHECK } from './answer.ts';
import type { Question } from './prompt.ts';
import { addRound, type Draft, replaceWith } from './receipt.ts';
import type { AnswerEvent } from './types.ts';
import { checksOfFirst, checksOfSecond, isBetter, isLessWrong, noteChecks } from './verify-better.ts';
import { type Checked, type Finding, findingsOn } from './verify-findings.ts';
import { canBeTold, writeAgain } from './verify-repair.ts';
import { translateAgain } from './verify-translation.ts';
import { resultOf, takeVote } from './verify-vote.ts';
import { repairRequest } from './verify-wording.ts';
import { type Language, languageOf } from './wording.ts';

/** For all checks of one text, in ms; each computation has its own, shorter limit once its thread has loaded. */
const CHECKS_MS = 30_000;
/** How long the second writing may take, while the person reads the first, in ms; and once more the samples of a vote. */
const REPAIR_MS = 45_000;

/** What was asked, and for an answer in which language. */
export type Asked = Pick<Question, 'text'> & { readonly answerIn: LanguageCode | null };

/**
 * How far to go where a check fails: only `mark` it, write the answer `once` more, or `all` of it: once more, and then a
 * vote of several where a calculation is still wrong.
 */
export type Effort = 'mark' | 'once' | 'all';

/** What a second writing needs. */
export interface VerifyParts {
  readonly experts: Experts;
  readonly needs: Needs;
  readonly effort: Effort;
  /**
   * The request for another question in the place of the turn's own; notes what it leaves out in that draft. `warm`: at
   * a temperature at which the same question may get another answer.
   */
  readonly prepare: (text: string, draft: Draft, warm: boolean) => Prepare;
  /** False where the caller may have cut the answer in its middle; absent = true. */
  readonly whole?: boolean;
  readonly log: Logger;
}

/**
 * Checks a finished answer, and has it written once more where code, arithmetic or a translation in it is wrong. What
 * is better takes the place of the first, in the draft and with `replace`; else the first stays, and its check fails.
 * Never throws: an answer that cannot be checked is an answer all the same.
 */
export async function* verifyAnswer(
  draft: Draft,
  asked: Asked,
  parts: VerifyParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const language = languageOf(asked.text);
  const check = (one: Draft) => findingsOf(one, draft, asked, parts, language, signal);
  try {
    if (signal.aborted || draft.finish === 'stopped') return;
    const first = await check(draft);
    const failed = first.filter(({ wrong }) => wrong.length > 0);
    const mayMend = failed.length > 0 && draft.finish === 'stop' && parts.effort !== 'mark';
    const second = mayMend ? await again(draft, asked, failed, parts, signal) : null;
    const then = second === null ? [] : await check(second);
    if (second !== null && !signal.aborted && (isBetter(first, then) || isLessWrong(first, then))) {
      const checks = checksOfSecond(then, first, draft, second, language);
      addRound(draft, second);
      yield* standIn(draft, second);
      noteChecks(draft, checks);
      return;
    }
    noteChecks(draft, second === null ? first.map(({ check }) => check) : checksOfFirst(first, language));
    if (mayMend && parts.effort === 'all' && failed.some(({ check }) => check.name === 'arithmetic')) {
      const written = [
        { draft, findings: first },
        ...(second === null ? [] : [{ draft: second, findings: then }]),
      ];
      const limited = AbortSignal.any([signal, AbortSignal.timeout(REPAIR_MS)]);
      const vote = await takeVote(written, asked, parts, check, language, limited);
      for (const loser of [...(second === null ? [] : [second]), ...vote.sampled])
        if (loser !== vote.winner) addRound(draft, loser);
      if (vote.winner !== null && vote.winner !== draft && !signal.aborted) {
        addRound(draft, vote.winner);
        yield* standIn(draft, vote.winner);
      }
      noteChecks(draft, vote.checks);
    } else if (second !== null) addRound(draft, second);
  } catch (error) {
    parts.log.error({ err: error }, 'an answer could not be checked');
  }
}

function* standIn(draft: Draft, second: Draft): Generator<AnswerEvent> {
  replaceWith(draft, second);
  noteChecks(
    draft,
    second.checks.filter(({ name }) => name === FINAL_ANSWER_CHECK),
  );
  yield { event: 'replace', data: { text: draft.text } };
}

/** @param first whose question and expert count, whoever wrote it */
function findingsOf(
  draft: Draft,
  first: Draft,
  asked: Asked,
  { whole = true }: VerifyParts,
  language: Language,
  signal: AbortSignal,
): Promise<Finding[]> {
  const answer: Checked = {
    text: draft.text,
    whole: whole && draft.finish === 'stop',
    expert: first.route.expert,
    question: asked.text,
    marked: resultOf(draft),
    marks: draft.checks.some(({ name }) => name === FINAL_ANSWER_CHECK),
    answerIn: asked.answerIn,
    language,
  };
  return findingsOn(answer, AbortSignal.any([signal, AbortSignal.timeout(CHECKS_MS)]));
}

function again(
  draft: Draft,
  asked: Asked,
  failed: readonly Finding[],
  parts: VerifyParts,
  signal: AbortSignal,
): Promise<Draft | null> {
  const wrong = failed.flatMap((finding) => finding.wrong);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(REPAIR_MS)]);
  if (draft.route.expert === 'translate') return translateAgain(draft, asked, wrong, parts, limited);
  const text = repairRequest(asked.text, draft.text, wrong, languageOf(asked.text));
  const writing = {
    expert: draft.expert,
    prepare: (second: Draft) => parts.prepare(text, second, false),
    suits: canBeTold,
  };
  return writeAgain(draft, writing, parts.experts, parts.needs, limited);
}
