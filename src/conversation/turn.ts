import { QUESTION_CHARS } from '../routing/followup/before.ts';
import type { Router } from '../routing/types.ts';
import { textField } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerLanguage } from './answer-language.ts';
import type { Asks } from './asks.ts';
import type { Extent } from './compaction.ts';
import type { Context, ContextStore, CountedPrompt, StoredTurn } from './context.ts';
import { findPlace, idsOf, isTurnOf } from './place.ts';
import type { PromptNotes } from './prepare.ts';
import { type ProduceParts, produceAnswer } from './produce.ts';
import { askedOf } from './question.ts';
import { createDraft, type Draft, toReceipt } from './receipt.ts';
import { noteFailure, noteTurn } from './record.ts';
import type { SettingsStore } from './settings-store.ts';
import { tidyAsks, toStored } from './stored.ts';
import type { AnswerEvent, ExpertName, Message, Receipt, Route } from './types.ts';
import { errorFor, languageOf } from './wording.ts';

export interface TurnParts extends ProduceParts {
  readonly contexts: ContextStore;
  readonly asks: Asks;
  readonly settingsStore: SettingsStore;
  readonly router: Router;
  readonly metrics: Metrics;
  /** Whether message text may stand in the log (LOG_TEXT). */
  readonly logText: boolean;
}

/** The routing decision on a message in its conversation. */
export function routeMessage(
  message: Message,
  context: Context,
  pinned: ExpertName | null,
  router: Router,
  signal: AbortSignal,
): Promise<Route> {
  const question = {
    text: message.text,
    forced: message.forced,
    attachments: message.attachments.map(({ mime }) => mime),
    state: { lastExpert: context.head.lastExpert, lastQuestion: lastQuestion(context), pinned },
    repliedExpert: repliedExpert(message, context),
  };
  return router(question, signal);
}

/** Null when nothing was asked, or the conversation no longer holds it word for word. */
function lastQuestion({ live }: Context): string | null {
  return live.at(-1)?.text.slice(0, QUESTION_CHARS) ?? null;
}

/** Null when it is no reply, or to something that the conversation no longer holds word for word. */
function repliedExpert({ replyTo }: Message, { live }: Context): ExpertName | null {
  if (replyTo === undefined) return null;
  const turn = live.find(isTurnOf(replyTo));
  return turn?.receipt.route.expert ?? null;
}

/**
 * One turn: context → route → expert → events → stored turn → receipt. The caller holds the conversation's lock.
 *
 * Never throws. Ends with `done`, or with `error`; returns how much of the conversation its prompt held, if known.
 * When the signal aborts or the consumer leaves, the model is stopped; what was written until then is stored and
 * marked as stopped.
 */
export async function* runTurn(
  message: Message,
  parts: TurnParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, Extent | null> {
  const { asks, contexts, log, metrics, router, settingsStore } = parts;
  const startedMs = performance.now();
  /** Stores what is written; null when there is nothing to store, or it is stored. */
  let keep: (() => Promise<Receipt>) | null = null;
  let draft: Draft | null = null;
  /** No turn holds the message, and it makes sense to ask it again. */
  let unanswered = false;
  const keepPartial = async () => {
    await keep?.().catch((error: unknown) =>
      log.error({ err: error }, 'a partial answer could not be stored'),
    );
  };
  try {
    const asked = askedOf(message);
    log.debug({ message: message.id, ...textField({ text: parts.logText }, asked.text) }, 'turn begins');
    unanswered = true;
    const loaded = await contexts.load(message.conversation);
    const settings = await settingsStore.load(message.conversation);
    const { context, replaced } = await findPlace(message, loaded, contexts);
    if (replaced?.messageId === message.id && replaced.receipt.finish !== 'stopped') {
      // Run again after a crash between storing and telling: the answer that stands is shown, not a second one.
      unanswered = false;
      yield* replay(replaced);
      return null;
    }
    const route = await routeMessage(message, context, settings.expert, router, signal);
    const answerIn = await answerLanguage(route.expert, asked.text, settings.language);
    const written = createDraft(route, startedMs);
    draft = written;
    const prompt: PromptNotes = { whole: null };
    keep = async () => {
      keep = null;
      const receipt = toReceipt(written, message.conversation);
      if (written.text === '' && written.finish === 'stopped') return receipt;
      const turn = toStored(message, asked, answerIn, receipt, idsOf(replaced, message.id));
      const counted = countedOf(prompt, written);
      await contexts.append(message.conversation, loaded, turn, counted, replaced?.index);
      unanswered = false;
      // The turn is stored: that its pictures could not be kept must not fail it.
      await tidyAsks(asks, message, turn).catch((error: unknown) =>
        log.error({ err: error }, 'the pictures of a message could not be kept'),
      );
      return receipt;
    };
    yield { event: 'route', data: route };
    const question = {
      author: message.author.name,
      shared: message.shared,
      text: asked.text,
      expert: route.expert,
      answerIn,
      images: asked.images,
      again: replaced !== null && isSameQuestion(replaced, asked.text, route.expert),
      ...(message.json !== undefined && { json: message.json }),
    };
    yield* produceAnswer(written, { question, context, settings, notes: prompt }, parts, signal);
    for (const check of written.checks) yield { event: 'check', data: check };
    // Stored before it is said to be done: what a person was told is answered is never lost.
    const receipt = await keep();
    noteTurn(metrics, message.platform, written, 'answered');
    yield { event: 'done', data: receipt };
    // Where turns were left out, or nothing was counted, the conversation has to be looked at.
    const counted = countedOf(prompt, written);
    if (counted === null || context.live.length + 1 < loaded.live.length) return null;
    return { turns: context.live.length + 1, tokens: counted.tokens };
  } catch (thrown) {
    await keepPartial();
    if (signal.aborted && draft !== null) {
      noteTurn(metrics, message.platform, draft, 'stopped');
      yield { event: 'done', data: toReceipt(draft, message.conversation) };
      return null;
    }
    const error = errorFor(thrown, languageOf(message.text));
    if (error.code === 'bad_request') unanswered = false;
    noteFailure(log, metrics, message.platform, message.id, draft, error);
    yield { event: 'error', data: error.toBody() };
    return null;
  } finally {
    // The consumer left in mid-answer.
    if (keep !== null && draft !== null) {
      noteTurn(metrics, message.platform, draft, 'stopped');
      await keepPartial();
    }
    if (unanswered) {
      await asks
        .keep(message, true)
        .catch((error: unknown) => log.error({ err: error }, 'a failed message could not be kept'));
    }
  }
}

/** What the server counted; null where it did not (a stopped answer has no usage), never a guess of 0. */
function countedOf({ whole }: PromptNotes, { usage }: Draft): CountedPrompt | null {
  if (whole === null || usage.prompt_tokens === 0) return null;
  return { ...whole, tokens: usage.prompt_tokens + usage.completion_tokens };
}

/** An answer that came to its end, to these very words: another one is wanted. */
function isSameQuestion({ receipt, text }: StoredTurn, asked: string, expert: ExpertName): boolean {
  return text === asked && receipt.route.expert === expert && receipt.finish === 'stop';
}

function* replay({ receipt }: StoredTurn): Generator<AnswerEvent> {
  yield { event: 'route', data: receipt.route };
  yield { event: 'text', data: { delta: receipt.response } };
  yield { event: 'done', data: receipt };
}
