import { SwitchboardError } from '../errors.ts';
import type { CompletionRequest } from './completion.ts';
import { prepareCompletion } from './prepare-completion.ts';
import { runStateless, type StatelessParts } from './stateless.ts';
import type { AnswerEvent } from './types.ts';
import { EMPTY_MESSAGE, languageOf } from './wording.ts';

/** One stateless answer to a chat; nothing of the caller's history is left out. */
export function runCompletion(
  request: CompletionRequest,
  parts: StatelessParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { expert, id, messages } = request;
  const last = messages.at(-1);
  const language = languageOf(last?.text ?? '');
  const begin = async (signal: AbortSignal) => {
    if (last === undefined || (last.text.trim() === '' && last.images.length === 0)) {
      throw new SwitchboardError('bad_request', EMPTY_MESSAGE[language], { param: 'messages' });
    }
    const question = {
      text: last.text,
      forced: expert === 'auto' ? null : expert,
      // Also of earlier messages: the caller sends them again with every question about them.
      attachments: messages.flatMap(({ images }) => images.map(() => 'image/*')),
      state: { lastExpert: null, pinned: null },
    };
    const route = await parts.router(question, signal);
    const eyes = messages.some(({ images }) => images.length > 0);
    return { route, prepare: prepareCompletion(request, route.expert), needs: { eyes } };
  };
  return runStateless({ id, json: request.json, language, begin }, parts, signal);
}
