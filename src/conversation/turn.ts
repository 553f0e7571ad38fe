import type { Logger } from 'pino';
import type { Experts } from '../experts/experts.ts';
import { samplingFor, systemText } from '../experts/instructions.ts';
import type { Prepare } from '../experts/pool.ts';
import { messageTokenBound } from '../experts/token-bound.ts';
import type { Router } from '../routing/types.ts';
import { textField } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { writeAnswer } from './answer.ts';
import type { Extent } from './compaction.ts';
import type { Context, ContextStore, CountedPrompt, StoredTurn } from './context.ts';
import { EMBEDDED_OUTPUT_MAX_TOKENS, fitPrompt } from './fit.ts';
import { buildPrompt, type Question } from './prompt.ts';
import { type Asked, askedOf } from './question.ts';
import { createDraft, type Draft, toReceipt } from './receipt.ts';
import { noteFailure, noteTurn } from './record.ts';
import type { AnswerEvent, Message, Receipt, Route } from './types.ts';
import { errorFor, languageOf } from './wording.ts';

/** The check that says that earlier turns were left out of a prompt. */
export const LEFT_OUT_CHECK = 'context';

export interface TurnParts {
  readonly experts: Experts;
  readonly contexts: ContextStore;
  readonly router: Router;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Whether message text may stand in the log (LOG_TEXT). */
  readonly logText: boolean;
}

/** The routing decision on a message in its conversation. */
export function routeMessage(message: Message, context: Context, router: Router): Route {
  return router({
    text: message.text,
    forced: message.forced,
    attachments: message.attachments.map(({ mime }) => mime),
    state: { lastExpert: context.head.lastExpert, pinned: null },
  });
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
  const { contexts, experts, log, metrics, router } = parts;
  const startedMs = performance.now();
  /** Stores what is written; null when there is nothing to store, or it is stored. */
  let keep: (() => Promise<Receipt>) | null = null;
  let draft: Draft | null = null;
  const keepPartial = async () => {
    await keep?.().catch((error: unknown) =>
      log.error({ err: error }, 'a partial answer could not be stored'),
    );
  };
  try {
    const asked = askedOf(message);
    log.debug({ message: message.id, ...textField({ text: parts.logText }, asked.text) }, 'turn begins');
    const loaded = await contexts.load(message.conversation);
    const last = loaded.live.at(-1);
    const again = last?.messageId === message.id ? last : null;
    if (again !== null && again.receipt.finish !== 'stopped') {
      // Run again after a crash between storing and telling: the answer that stands is shown, not a second one.
      yield* replay(again);
      return null;
    }
    const context = again === null ? loaded : { ...loaded, live: loaded.live.slice(0, -1) };
    const route = routeMessage(message, context, router);
    const written = createDraft(route, startedMs);
    draft = written;
    const prompt: PromptNotes = { whole: null };
    keep = async () => {
      keep = null;
      const receipt = toReceipt(written, message.conversation);
      if (written.text === '' && written.finish === 'stopped') return receipt;
      const turn = {
        messageId: message.id,
        author: message.author.name,
        text: asked.text,
        images: asked.imageNames,
      };
      await contexts.append(message.conversation, loaded, { ...turn, receipt }, countedOf(prompt, written));
      return receipt;
    };
    yield { event: 'route', data: route };
    const prepare = preparePrompt(message, asked, context, written, prompt);
    const needs = { eyes: asked.images.length > 0 };
    yield* writeAnswer(written, experts, prepare, needs, signal);
    for (const check of written.checks) yield { event: 'check', data: check };
    // Stored before it is said to be done: what a person was told is answered is never lost.
    const receipt = await keep();
    noteTurn(metrics, message.platform, written, 'answered');
    yield { event: 'done', data: receipt };
    // Where turns were left out, or nothing was counted, the conversation has to be looked at.
    const counted = countedOf(prompt, written);
    return counted === null ? null : { turns: context.live.length + 1, tokens: counted.tokens };
  } catch (thrown) {
    await keepPartial();
    if (signal.aborted && draft !== null) {
      noteTurn(metrics, message.platform, draft, 'stopped');
      yield { event: 'done', data: toReceipt(draft, message.conversation) };
      return null;
    }
    const error = errorFor(thrown, languageOf(message.text));
    noteFailure(log, metrics, message.platform, message.id, draft, error);
    yield { event: 'error', data: error.toBody() };
    return null;
  } finally {
    // The consumer left in mid-answer.
    if (keep !== null && draft !== null) {
      noteTurn(metrics, message.platform, draft, 'stopped');
      await keepPartial();
    }
  }
}

interface PromptNotes {
  /** Set by `prepare` when the prompt held all live turns; its tokens are known at the end. */
  whole: Omit<CountedPrompt, 'tokens'> | null;
}

/** What the server counted; null where it did not (a stopped answer has no usage), never a guess of 0. */
function countedOf({ whole }: PromptNotes, { usage }: Draft): CountedPrompt | null {
  if (whole === null || usage.prompt_tokens === 0) return null;
  return { ...whole, tokens: usage.prompt_tokens + usage.completion_tokens };
}

function preparePrompt(
  message: Message,
  asked: Asked,
  { head, live }: Context,
  draft: Draft,
  notes: PromptNotes,
): Prepare {
  const question: Question = {
    author: message.author.name,
    shared: message.shared,
    text: asked.text,
    expert: draft.route.expert,
    images: asked.images,
  };
  return async ({ engine, info, exact }, signal) => {
    const system = systemText(message.shared, engine.embedded);
    const build = (kept: number) =>
      buildPrompt(system, head.summary, kept === 0 ? [] : live.slice(-kept), question);
    const { counted } = head;
    const continues = counted !== null && counted.model === info.model && counted.from === head.from;
    const [lastMessage] = build(0).slice(-1);
    const known = continues && lastMessage ? counted.tokens + messageTokenBound(lastMessage) : null;
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: engine.embedded ? EMBEDDED_OUTPUT_MAX_TOKENS : null,
      turns: live.length,
      known,
      exact,
      build,
      count: (messages) => engine.countTokens(messages, signal),
    });
    const left = live.length - fitted.kept;
    draft.checks.length = 0;
    if (left > 0) {
      const detail = `left out, since this model’s window is full: ${left} of the ${live.length} earlier turns`;
      draft.checks.push({ name: LEFT_OUT_CHECK, status: 'skipped', detail });
    }
    notes.whole = left === 0 ? { model: info.model, from: head.from } : null;
    return {
      messages: fitted.messages,
      maxTokens: fitted.maxTokens,
      sampling: samplingFor(draft.route.expert, engine.embedded),
    };
  };
}

function* replay({ receipt }: StoredTurn): Generator<AnswerEvent> {
  yield { event: 'route', data: receipt.route };
  yield { event: 'text', data: { delta: receipt.response } };
  yield { event: 'done', data: receipt };
}
