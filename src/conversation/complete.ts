import { SwitchboardError } from '../errors.ts';
import { writeAnswer } from './answer.ts';
import type { CompletionRequest } from './completion.ts';
import { prepareCompletion } from './prepare.ts';
import { createDraft, type Draft, toReceipt } from './receipt.ts';
import { noteFailure, noteTurn } from './record.ts';
import type { TurnParts } from './turn.ts';
import type { AnswerEvent, Route } from './types.ts';
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
