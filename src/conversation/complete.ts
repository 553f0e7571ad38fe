import { SwitchboardError } from '../errors.ts';
import type { CompletionRequest } from './completion.ts';
import { askForJson, heldToJson } from './json-answer.ts';
import { askForJsonPart, wantsJsonPart } from './json-part/ask.ts';
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
  const begin = async (signal: AbortSignal): Promise<Begun> => {
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
    // What the caller began himself is no answer to anything.
    if (last.role !== 'user')
      return { route, prepare: prepareCompletion(request, route.expert), needs: { eyes } };
    const verify = verifying(request, last.text, route.expert);
    if (request.json !== null || !wantsJsonPart(route.expert, last.text)) {
      return { route, prepare: prepareCompletion(request, route.expert), needs: { eyes }, verify };
    }
    const told = withLast(request, askForJsonPart(route.expert, last.text));
    return {
      route,
      // The embedded model would then write nothing but JSON.
      prepare: (seat, signal) =>
        prepareCompletion(seat.engine.embedded ? request : told, route.expert)(seat, signal),
      needs: { eyes },
      jsonPart: jsonPartOf(request, last.text),
      // Written once more, the answer could lose the part that was just put right.
      verify: { ...verify, effort: 'mark' as const },
    };
  };
  return runStateless({ id, json: request.json, language, begin }, parts, signal);
}

function withLast(request: CompletionRequest, text: string): CompletionRequest {
  const last = request.messages.at(-1);
  if (last === undefined) return request;
  return { ...request, messages: [...request.messages.slice(0, -1), { ...last, text }] };
}

function jsonPartOf(request: CompletionRequest, text: string): NonNullable<Begun['jsonPart']> {
  return {
    text,
    language: languageOf(text),
    shown: request.shown === true,
    capped: request.maxTokens !== null,
    prepare: (words) => async (seat, signal) => {
      // A stop of the caller's is meant for the prose.
      const asked = { ...withLast(request, askForJson(words, true)), json: true as const, stop: [] };
      const prepared = await prepareCompletion(asked, 'general')(seat, signal);
      return heldToJson(prepared, true, seat.engine.embedded);
    },
  };
}

/** Warm enough for another answer to the same question. */
const WARM = 0.7;

/** Of an answer that was shown as it came nothing can be taken back: then it is only marked. */
function verifying(
  request: CompletionRequest,
  text: string,
  expert: ExpertName,
): NonNullable<Begun['verify']> {
  return {
    asked: { text, answerIn: null },
    effort: request.shown === true ? 'mark' : 'once',
    // A stop of the caller's may stand anywhere, in the middle of code, too.
    whole: request.stop.length === 0,
    prepare: (words, _, warm) => {
      const again = withLast(request, words);
      return prepareCompletion(warm ? { ...again, temperature: WARM, seed: null } : again, expert);
    },
  };
}
