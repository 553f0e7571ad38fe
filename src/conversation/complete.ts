import { SwitchboardError } from '../errors.ts';
import type { ChatMessage } from '../experts/engine.ts';
import { guided, JSON_SYSTEM, samplingFor, systemText } from '../experts/instructions.ts';
import type { Prepare } from '../experts/pool.ts';
import { writeAnswer } from './answer.ts';
import type { CompletionRequest } from './completion.ts';
import { EMBEDDED_OUTPUT_MAX_TOKENS, fitPrompt } from './fit.ts';
import { withImages } from './prompt.ts';
import { createDraft, type Draft, toReceipt } from './receipt.ts';
import { noteFailure, noteTurn } from './record.ts';
import type { TurnParts } from './turn.ts';
import type { AnswerEvent, ExpertName, Route } from './types.ts';
import { EMPTY_MESSAGE, errorFor, languageOf } from './wording.ts';

/**
 * One stateless answer: nothing is loaded, stored or left out. Never throws; ends with `done` or `error`.
 * The receipt's conversation is the request's id.
 */
export async function* runCompletion(
  request: CompletionRequest,
  { experts, log, metrics, router }: Omit<TurnParts, 'contexts' | 'logText'>,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const startedMs = performance.now();
  const last = request.messages.at(-1);
  const language = languageOf(last?.text ?? '');
  let draft: Draft | null = null;
  try {
    if (last === undefined || (last.text.trim() === '' && last.images.length === 0)) {
      throw new SwitchboardError('bad_request', EMPTY_MESSAGE[language], { param: 'messages' });
    }
    const route: Route = router({
      text: last.text,
      forced: request.expert === 'auto' ? null : request.expert,
      // Also of earlier messages: the caller sends them again with every question about them.
      attachments: request.messages.flatMap(({ images }) => images.map(() => 'image/*')),
      state: { lastExpert: null, pinned: null },
    });
    draft = createDraft(route, startedMs);
    yield { event: 'route', data: route };
    const needs = { eyes: request.messages.some(({ images }) => images.length > 0) };
    yield* writeAnswer(draft, experts, prepareCompletion(request, route.expert), needs, signal);
    noteTurn(metrics, 'api', draft, 'answered');
    yield { event: 'done', data: toReceipt(draft, request.id) };
  } catch (thrown) {
    if (signal.aborted && draft !== null) {
      noteTurn(metrics, 'api', draft, 'stopped');
      yield { event: 'done', data: toReceipt(draft, request.id) };
      return;
    }
    const error = errorFor(thrown, language, false);
    noteFailure(log, metrics, 'api', request.id, draft, error);
    yield { event: 'error', data: error.toBody() };
  }
}

function prepareCompletion(request: CompletionRequest, expert: ExpertName): Prepare {
  return async ({ engine, info, exact }, signal) => {
    const messages = chatMessages(request, expert, engine.embedded);
    const own = engine.embedded ? EMBEDDED_OUTPUT_MAX_TOKENS : null;
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: smaller(own, request.maxTokens),
      turns: 0,
      known: null,
      exact,
      build: () => messages,
      count: (counted) => engine.countTokens(counted, signal),
    });
    const { temperature, topP, seed, stop } = request;
    return {
      messages,
      maxTokens: fitted.maxTokens,
      sampling: {
        ...samplingFor(expert, engine.embedded),
        ...(temperature !== null && { temperature }),
        ...(topP !== null && { topP }),
        ...(seed !== null && { seed }),
        ...(stop.length > 0 && { stop }),
      },
      ...(request.json !== null && { json: request.json }),
    };
  };
}

/** The caller's messages with the expert's guidance on the question; our system text only where there is none. */
function chatMessages(
  { json, messages: history }: CompletionRequest,
  expert: ExpertName,
  embedded: boolean,
): ChatMessage[] {
  const messages = history.map(({ role, text, images }, index): ChatMessage => {
    const words = index === history.length - 1 && role === 'user' ? guided(expert, text) : text;
    return { role, content: withImages(words, images) };
  });
  const hasSystem = history.some(({ role }) => role === 'system');
  return hasSystem
    ? messages
    : [{ role: 'system', content: json === null ? systemText(false, embedded) : JSON_SYSTEM }, ...messages];
}

function smaller(one: number | null, other: number | null): number | null {
  return one === null ? other : Math.min(one, other ?? one);
}
