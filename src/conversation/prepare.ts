import type { ChatMessage } from '../experts/engine.ts';
import { scaleDown } from '../experts/images.ts';
import type { Prepare, Prepared, Seat } from '../experts/pool.ts';
import { withImages } from '../experts/profiles/chat-layout.ts';
import type { Layout, Profile, PromptParts, Spoken } from '../experts/profiles/profile.ts';
import { messageTokenBound } from '../experts/token-bound.ts';
import type { CompletionRequest } from './completion.ts';
import type { Context, CountedPrompt } from './context.ts';
import { fitPrompt } from './fit.ts';
import { layoutTokenBound, promptParts, type Question } from './prompt.ts';
import type { Draft } from './receipt.ts';
import type { ExpertName } from './types.ts';

/** The check that says that earlier turns were left out of a prompt. */
export const LEFT_OUT_CHECK = 'context';
const IMAGES_CHECK = 'images';
const STOPS_MAX = 4;

/** Where the answer is constrained to JSON, Markdown must not be asked for. */
const JSON_SYSTEM = 'You are a helpful assistant. Reply with JSON only.';

export interface PromptNotes {
  /** Set when the prompt held all live turns; its tokens are known at the end. */
  whole: Omit<CountedPrompt, 'tokens'> | null;
}

/** Builds a turn's request for the endpoint that gets it: as much of the conversation as its window takes. */
export function prepareTurn(
  question: Question,
  { head, live }: Context,
  draft: Draft,
  notes: PromptNotes,
): Prepare {
  return async (seat, signal) => {
    const { engine, info, profile, exact } = seat;
    const images = await Promise.all(
      question.images.slice(0, imagesOf(profile.imagesMax)).map((image) => scaleDown(image)),
    );
    const asked = { ...question, images };
    const build = (kept: number) =>
      profile.layout(promptParts(head.summary, kept === 0 ? [] : live.slice(-kept), asked));
    // A model of single questions leaves nothing out, and what it counts says nothing of the conversation.
    const turns = Math.min(live.length, profile.turnsMax ?? live.length);
    const model = `${profile.id} ${info.model}`;
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: profile.outputMax,
      turns,
      known: knownBound(build, head.counted, model, head.from),
      exact,
      build,
      bound: layoutTokenBound,
      count: ({ messages, raw }) => engine.countTokens(raw ?? messages, signal),
    });
    const left = turns - fitted.kept;
    draft.checks.length = 0;
    if (left > 0) {
      const detail = `left out, since this model’s window is full: ${left} of the ${live.length} earlier turns`;
      draft.checks.push({ name: LEFT_OUT_CHECK, status: 'skipped', detail });
    }
    if (images.length < question.images.length) {
      const detail = `this model takes ${images.length} pictures; of ${question.images.length} only the first were looked at`;
      draft.checks.push({ name: IMAGES_CHECK, status: 'skipped', detail });
    }
    notes.whole = left === 0 && profile.turnsMax === undefined ? { model, from: head.from } : null;
    return toRequest(fitted.prompt, fitted.maxTokens, profile, question.expert);
  };
}

/** What the server counted for the prompt before this one, and the new message: no need to ask it again. */
function knownBound(
  build: (kept: number) => Layout,
  counted: CountedPrompt | null,
  model: string,
  from: number,
): number | null {
  if (counted === null || counted.model !== model || counted.from !== from) return null;
  const last = build(0).messages.at(-1);
  return last === undefined ? null : counted.tokens + messageTokenBound(last);
}

/** Builds a stateless request; nothing of the caller's history is left out. */
export function prepareCompletion(request: CompletionRequest, expert: ExpertName): Prepare {
  return async ({ engine, info, profile, exact }: Seat, signal) => {
    const layout = await statelessLayout(request, expert, profile);
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: smaller(profile.outputMax, request.maxTokens),
      turns: 0,
      known: null,
      exact,
      build: () => layout,
      bound: layoutTokenBound,
      count: ({ messages, raw }) => engine.countTokens(raw ?? messages, signal),
    });
    const { temperature, topP, seed, stop } = request;
    const prepared = toRequest(layout, fitted.maxTokens, profile, expert);
    return {
      ...prepared,
      sampling: {
        ...prepared.sampling,
        ...(temperature !== null && { temperature }),
        ...(topP !== null && { topP }),
        ...(seed !== null && { seed }),
        ...mergedStop(stop, prepared.sampling?.stop),
      },
      ...(request.json !== null && { json: request.json }),
    };
  };
}

/**
 * A model with a chat template gets the caller's messages, the question in the expert's form, and our system text
 * only where the caller has none. One without gets what its profile makes of the conversation.
 */
async function statelessLayout(
  { json, messages: history }: CompletionRequest,
  expert: ExpertName,
  profile: Profile,
): Promise<Layout> {
  const last = history.at(-1);
  const images = await newestImages(history, profile.imagesMax);
  const text = last?.text ?? '';
  const question = { text, bare: text, expert, images: [] };
  const own = profile.layout({ ...EMPTY, turns: spokenTurns(history.slice(0, -1), expert), question });
  if (own.raw !== undefined) return own;
  const asked = profile.layout({ ...EMPTY, question }).messages;
  const said = history.map(({ role, text }, index): ChatMessage => {
    const words = index === history.length - 1 ? asked.at(-1)?.content : text;
    return { role, content: withImages(String(words), images[index] ?? []) };
  });
  if (history.some(({ role }) => role === 'system')) return { ...own, messages: said };
  const system = json === null ? asked.find(({ role }) => role === 'system')?.content : JSON_SYSTEM;
  return { ...own, messages: system === undefined ? said : [{ role: 'system', content: system }, ...said] };
}

/** The pictures of each message, scaled down; of more than the model takes, the newest are kept. */
async function newestImages(history: CompletionRequest['messages'], max: number): Promise<string[][]> {
  let room = imagesOf(max);
  const shown: string[][] = history.map(() => []);
  for (const [index, { images }] of [...history.entries()].toReversed()) {
    const kept = room > 0 ? images.slice(-room) : [];
    room -= kept.length;
    shown[index] = await Promise.all(kept.map((image) => scaleDown(image)));
  }
  return shown;
}

/** An endpoint that the operator calls vision takes at least one, whatever its name says. */
function imagesOf(max: number): number {
  return Math.max(1, max);
}

const EMPTY: Omit<PromptParts, 'question'> = { shared: false, summary: null, turns: [] };

/** Question and answer, pair by pair, for models that take no messages. */
function spokenTurns(history: CompletionRequest['messages'], expert: ExpertName): Spoken[] {
  const turns: Spoken[] = [];
  for (const [index, { role, text }] of history.entries()) {
    const next = history[index + 1];
    if (role !== 'user' || next?.role !== 'assistant') continue;
    turns.push({ text, expert, answer: next.text });
  }
  return turns;
}

function toRequest(layout: Layout, maxTokens: number, profile: Profile, expert: ExpertName): Prepared {
  const { after, before, messages, raw, stop } = layout;
  return {
    messages,
    maxTokens,
    sampling: { ...profile.sampling(expert), ...(stop && { stop }) },
    ...(raw !== undefined && { raw }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

/** The caller's stops come first; vLLM takes four in all. */
export function mergedStop(caller: readonly string[], own: readonly string[] = []): { stop?: string[] } {
  const stop = [...caller, ...own].slice(0, STOPS_MAX);
  return stop.length === 0 ? {} : { stop };
}

function smaller(one: number | null, other: number | null): number | null {
  return one === null ? other : Math.min(one, other ?? one);
}
