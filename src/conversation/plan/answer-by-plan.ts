import type { Logger } from 'pino';
import type { Experts } from '../../experts/experts.ts';
import type { Prepare } from '../../experts/pool.ts';
import type { LanguageCode } from '../../translation/languages.ts';
import { writeAnswer } from '../answer.ts';
import { createDraft, type Draft, type Round, roundOf } from '../receipt.ts';
import type { AnswerEvent, Check, ExpertName, Usage } from '../types.ts';
import { type VerifyParts, verifyAnswer } from '../verify.ts';
import type { Language } from '../wording.ts';
import { createBlockFiller } from './blocks.ts';
import { assembled, type Integration, integrationFault, integrationOf } from './integrate.ts';
import type { Plan, PlanStep } from './plan.ts';
import { runSteps } from './run-steps.ts';
import { type StepResult, type StepWords, stepText } from './step-text.ts';
import { NothingWritten, whyStepFailed } from './why-failed.ts';

/** Says what became of the plan's parts. */
export const PLAN_CHECK = 'plan';

export interface PlanParts {
  readonly experts: Experts;
  readonly log: Logger;
  /** Of the person. */
  readonly language: Language;
  /** Set for the answer; null = the language of the message. */
  readonly answerIn: LanguageCode | null;
  /** The words of the message. */
  readonly text: string;
  /** The turn's request with these words, for that expert, in place of the turn's own. */
  readonly prepare: (words: StepWords, expert: ExpertName, draft: Draft) => Prepare;
}

/**
 * Answers a message by a plan: its steps by their experts, each checked, then one text made of their results by the
 * general model, into the draft. Blocks of code and data stand in it to the letter, and so do the numbers, or the
 * results take its place as they are. Throws when no step could be done, or the signal's reason.
 */
export async function* answerByPlan(
  draft: Draft,
  { plan, usage }: { readonly plan: Plan; readonly usage: Usage },
  parts: PlanParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { language, text } = parts;
  const checks: Check[] = [];
  const rounds: (Round | undefined)[] = [{ step: null, usage }];
  const done: (Draft | undefined)[] = [];
  let failure: unknown = null;
  const whyFailed = (error: unknown) => {
    failure = error;
    return whyStepFailed(error, language);
  };
  const run = async (step: PlanStep, index: number, results: readonly (StepResult | undefined)[]) => {
    const own = createDraft({ ...draft.route, expert: step.expert }, performance.now());
    try {
      await answerStep(own, stepText(step, text, results), parts, signal);
      rounds[index + 1] = roundOf(own);
      done[index] = own;
    } catch (error) {
      const { step: done, usage } = roundOf(own);
      const failed = whyStepFailed(error, language);
      // Whoever tried it last: the step is told of by whose it was.
      rounds[index + 1] = { step: done && { ...done, expert: step.expert, failed }, usage };
      throw error;
    }
    checks.push(...own.checks);
    if (own.finish === 'length') checks.push(cutCheck(step, language));
    return own.text;
  };
  let results: StepResult[];
  try {
    results = yield* runSteps(plan, run, whyFailed, signal);
  } finally {
    // Also where somebody stops it: what was done until then has been paid for.
    draft.before.push(...rounds.filter((round) => round !== undefined));
  }
  if (results.every(({ failed }) => failed !== null)) throw failure;

  draft.writingMs = performance.now();
  const check = yield* integrate(
    draft,
    integrationOf(text, results, parts.answerIn === null),
    results,
    parts,
    signal,
  );
  draft.checks.push(...checks, check);
  const replaced = done.find((one) => one !== undefined && one.degraded !== null);
  if (draft.degraded !== null || replaced === undefined) return;
  draft.wanted = replaced.route.expert;
  draft.degraded = replaced.degraded;
}

async function answerStep(
  own: Draft,
  words: StepWords,
  { experts, log, prepare }: PlanParts,
  signal: AbortSignal,
): Promise<void> {
  const { text } = words;
  const { expert } = own.route;
  const needs = { eyes: expert === 'vision' };
  for await (const _ of writeAnswer(own, experts, prepare(words, expert, own), needs, signal));
  if (own.text.trim() === '') throw new NothingWritten(own.model);
  const verifying: VerifyParts = {
    experts,
    needs,
    log,
    // Other steps wait for this one.
    effort: 'once',
    prepare: (again, second) => prepare(again === text ? words : same(again), expert, second),
  };
  for await (const _ of verifyAnswer(own, { text, answerIn: null }, verifying, signal));
}

function same(text: string): StepWords {
  return { text, bare: text };
}

/** The one answer, as it comes. Where the model fails or loses something, the results as they are. */
async function* integrate(
  draft: Draft,
  { blocks, request }: Integration,
  results: readonly StepResult[],
  { experts, language, prepare, text }: PlanParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, Check> {
  const own = createDraft({ ...draft.route, expert: 'general' }, performance.now());
  const filler = createBlockFiller(blocks);
  const show = function* (delta: string): Generator<AnswerEvent> {
    if (delta === '') return;
    draft.firstTokenMs ??= performance.now() - draft.startedMs;
    draft.text += delta;
    yield { event: 'text', data: { delta } };
  };
  let fault: string | null = null;
  try {
    for await (const event of writeAnswer(
      own,
      experts,
      prepare(same(request), 'general', own),
      BLIND,
      signal,
    )) {
      takeOver(draft, own);
      if (event.event === 'text') yield* show(filler.push(event.data.delta));
      else yield event;
    }
    yield* show(filler.end());
    fault = integrationFault(draft.text, text, results, language);
    if (own.finish === 'length') fault ??= CUT_SHORT[language];
  } catch (error) {
    signal.throwIfAborted();
    fault = whyStepFailed(error, language);
  }
  takeOver(draft, own);
  draft.checks.push(...own.checks);
  if (fault !== null) {
    draft.text = assembled(results, language);
    draft.finish = 'stop';
    yield { event: 'replace', data: { text: draft.text } };
  }
  return planCheck(results, fault, language);
}

const BLIND = { eyes: false };
const CUT_SHORT = { en: 'the text came to its length limit', zh: '文字达到了长度上限' };

function takeOver(draft: Draft, own: Draft): void {
  draft.expert = own.expert;
  draft.model = own.model;
  draft.degraded = own.degraded;
  draft.usage = own.usage;
  draft.finish = own.finish;
}

function planCheck(results: readonly StepResult[], fault: string | null, language: Language): Check {
  const broken = results.filter(({ failed }) => failed !== null);
  const said: Record<Language, string>[] = [];
  if (broken.length > 0) {
    const names = broken.map(({ step }) => step.expert).join(', ');
    said.push({
      en: `${broken.length} of ${results.length} parts could not be done (${names})`,
      zh: `${results.length} 个部分中有 ${broken.length} 个没有完成（${names}）`,
    });
  }
  if (fault !== null) {
    said.push({
      en: `the results stand as the experts gave them, since putting them together failed: ${fault}`,
      zh: `各部分结果按专家原文列出，因为合并时出了问题：${fault}`,
    });
  }
  if (said.length === 0) {
    said.push({
      en: 'code, data and final results of the parts stand in the answer to the letter',
      zh: '各部分的代码、数据和最终结果都原样保留',
    });
  }
  const detail = said.map((words) => words[language]).join('; ');
  const status = broken.length > 0 ? 'failed' : fault !== null ? 'repaired' : 'passed';
  return { name: PLAN_CHECK, status, detail };
}

function cutCheck({ expert }: PlanStep, language: Language): Check {
  const detail = {
    en: `the part of ${expert} came to its length limit`,
    zh: `${expert} 的部分达到了长度上限`,
  }[language];
  return { name: PLAN_CHECK, status: 'failed', detail };
}
