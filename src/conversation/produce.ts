import type { Logger } from 'pino';
import type { Experts } from '../experts/experts.ts';
import type { DetectSeveral } from '../routing/plans/detect.ts';
import { writeAnswer } from './answer.ts';
import type { Context } from './context.ts';
import { answerForReader } from './for-reader.ts';
import { checkJson, inFence } from './json-answer.ts';
import { wantsJsonPart } from './json-part/ask.ts';
import { completeJsonPart } from './json-part/complete.ts';
import { answerByPlan } from './plan/answer-by-plan.ts';
import { makePlan, type Planned } from './plan/make-plan.ts';
import type { StepWords } from './plan/step-text.ts';
import { type PromptNotes, prepareTurn } from './prepare.ts';
import type { Question } from './prompt.ts';
import type { Draft } from './receipt.ts';
import type { Settings } from './settings.ts';
import type { AnswerEvent, ExpertName } from './types.ts';
import { type VerifyParts, verifyAnswer } from './verify.ts';
import { languageOf } from './wording.ts';

export interface ProduceParts {
  readonly experts: Experts;
  readonly detectSeveral: DetectSeveral;
  readonly log: Logger;
}

/** A routed message in its conversation. */
export interface ToAnswer {
  readonly question: Question;
  readonly context: Context;
  readonly settings: Settings;
  /** Filled with what is to be counted of the prompt. */
  readonly notes: PromptNotes;
}

/**
 * Has an answer written into the draft, and checked: by the expert that the route names, or, where the message needs
 * several, by a plan. Yields what is to be seen of it; throws what the experts throw.
 */
export async function* produceAnswer(
  draft: Draft,
  toAnswer: ToAnswer,
  parts: ProduceParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { context, notes, question, settings } = toAnswer;
  const { experts, log } = parts;
  const { answerIn = null, json, text } = question;
  const needs = { eyes: question.images.length > 0 };

  const planned = await planOf(draft, toAnswer, parts, signal);
  // Asked for nothing it has been paid for, too.
  if (planned?.plan === null) draft.before.push({ step: null, usage: planned.usage });
  if (planned !== null && planned.plan !== null) {
    const { plan, usage } = planned;
    // That of the route may be one for a translation, or none for data.
    const asked = { ...question, answerIn: settings.language };
    const prepare = ({ bare, text }: StepWords, expert: ExpertName, own: Draft) =>
      prepareTurn({ ...partOf(asked, text, expert), bare }, context, own, { whole: null }, settings);
    const { language: set } = settings;
    const planParts = { experts, log, prepare, text, answerIn: set, language: languageOf(text) };
    yield* answerByPlan(draft, { plan, usage }, planParts, signal);
    return;
  }

  if (json !== undefined) {
    yield* writeAnswer(draft, experts, prepareTurn(question, context, draft, notes, settings), needs, signal);
    yield* checkJson(draft, json, experts, inFence, languageOf(text), signal);
    return;
  }
  const reader = { text, answerIn, language: languageOf(text) };
  const prepareTranslation = (words: string, own: Draft) =>
    prepareTurn(partOf(question, words, 'translate'), alone(context), own, { whole: null }, settings);
  const written = writeChecked(draft, toAnswer, parts, signal);
  yield* answerForReader(draft, written, reader, { experts, prepare: prepareTranslation }, signal);
}

/** As the expert writes it, with what the checks have to say of it. */
async function* writeChecked(
  draft: Draft,
  { context, notes, question, settings }: ToAnswer,
  { experts, log }: ProduceParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { answerIn = null, text } = question;
  const needs = { eyes: question.images.length > 0 };
  yield* writeAnswer(draft, experts, prepareTurn(question, context, draft, notes, settings), needs, signal);
  // What the second prompt leaves out, and counts, says nothing of the turn.
  const prepareAgain = (words: string, second: Draft, warm: boolean) => {
    const asked = { ...question, text: words, again: warm || question.again === true };
    // A temperature of 0 that is set would bring the same words again.
    return prepareTurn(
      asked,
      context,
      second,
      { whole: null },
      warm ? { ...settings, temperature: null } : settings,
    );
  };
  const wantsJson = wantsJsonPart(question.expert, text);
  if (wantsJson) {
    const prepareJson = (words: string, own: Draft) =>
      prepareTurn(
        { ...question, text: words, images: [], json: true },
        context,
        own,
        { whole: null },
        settings,
      );
    const part = { experts, text, language: languageOf(text), prepare: prepareJson };
    yield* completeJsonPart(draft, part, signal);
  }
  // Written once more, the answer could lose the part that was just put right.
  const effort = wantsJson ? 'mark' : 'all';
  const verifying: VerifyParts = { experts, needs, log, effort, prepare: prepareAgain };
  yield* verifyAnswer(draft, { text, answerIn }, verifying, signal);
}

/**
 * Null for a message of one expert: most are, and pay nothing here. Who names an expert, or pins a conversation to one,
 * wants that one.
 */
async function planOf(
  { route }: Draft,
  { question: { expert, images, json, text }, settings }: ToAnswer,
  { detectSeveral, experts, log }: ProduceParts,
  signal: AbortSignal,
): Promise<Planned | null> {
  if (
    route.tier === 'forced' ||
    settings.expert === expert ||
    json !== undefined ||
    wantsJsonPart(expert, text)
  )
    return null;
  const likely = detectSeveral({ text, pictures: images.length > 0 });
  if (likely === null) return null;
  return makePlan({ text, pictures: images.length, likely }, experts, log, signal);
}

/** A conversation without its turns. */
function alone({ head }: Context): Context {
  return { head: { ...head, summary: null, counted: null }, live: [] };
}

/** The pictures are for vision alone; the language that is set is for the text that people read. */
function partOf(question: Question, text: string, expert: ExpertName): Question {
  const { answerIn = null, images } = question;
  return {
    ...question,
    text,
    expert,
    images: expert === 'vision' ? images : [],
    answerIn: expert === 'general' ? answerIn : null,
  };
}
