import { SwitchboardError } from '../errors.ts';
import type { CompletionRequest, HistoryMessage } from './completion.ts';
import { prepareCompletion } from './prepare-completion.ts';
import { type Begun, runStateless, type StatelessParts } from './stateless.ts';
import type { AnswerEvent, ExpertName } from './types.ts';
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
    const prepare = prepareCompletion(request, route.expert);
    // What the caller began himself is no answer to anything.
    const verify = last.role === 'user' ? { verify: verifying(request, last, route.expert) } : {};
    return { route, prepare, needs: { eyes }, ...verify };
  };
  return runStateless({ id, json: request.json, language, begin }, parts, signal);
}

/** Warm enough for another answer to the same question. */
const WARM = 0.7;

/** Of an answer that was shown as it came nothing can be taken back: then it is only marked. */
function verifying(
  request: CompletionRequest,
  last: HistoryMessage,
  expert: ExpertName,
): NonNullable<Begun['verify']> {
  const before = request.messages.slice(0, -1);
  return {
    asked: { text: last.text, answerIn: null },
    effort: request.shown === true ? 'mark' : 'once',
    // A stop of the caller's may stand anywhere, in the middle of code, too.
    whole: request.stop.length === 0,
    prepare: (text, _, warm) => {
      const again = { ...request, messages: [...before, { ...last, text }] };
      return prepareCompletion(warm ? { ...again, temperature: WARM, seed: null } : again, expert);
    },
  };
}
