import type { ChatMessage } from '../experts/engine.ts';
import { scaleDown } from '../experts/images.ts';
import type { Prepare } from '../experts/pool.ts';
import { alternating } from '../experts/profiles/alternating.ts';
import { withImages } from '../experts/profiles/chat-layout.ts';
import type { Layout, Profile, PromptParts, Spoken } from '../experts/profiles/profile.ts';
import type { CompletionRequest, HistoryMessage } from './completion.ts';
import { fitPrompt } from './fit.ts';
import { countLayout, imagesOf, mergedStop, toRequest } from './prepare.ts';
import { layoutTokenBound } from './prompt.ts';
import type { ExpertName } from './types.ts';

/** Where the answer is constrained to JSON, Markdown must not be asked for. */
const JSON_SYSTEM = 'You are a helpful assistant. Reply with JSON only.';
/** A model that is constrained to JSON without knowing may write white space to the end. */
const JSON_ONLY = 'Reply with JSON only.';

/** Prompts to choose from, by how many earlier turns they hold. */
interface Layouts {
  readonly turns: number;
  build(kept: number): Layout;
}

/** Builds a stateless request; nothing of the caller's history is left out, unless the model takes no history. */
export function prepareCompletion(request: CompletionRequest, expert: ExpertName): Prepare {
  return async (seat, signal) => {
    const { info, profile, exact } = seat;
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: smaller(profile.outputMax, request.maxTokens),
      ...(await layoutsOf(request, expert, profile)),
      known: null,
      exact,
      bound: (layout) => layoutTokenBound(layout, profile),
      count: (layout) => countLayout(layout, seat, signal),
    });
    const { temperature, topP, seed, stop } = request;
    const prepared = toRequest(fitted.prompt, fitted.maxTokens, profile, expert);
    const { stop: _, skipSpecialTokens: __, ...sampling } = prepared.sampling ?? {};
    return {
      ...prepared,
      sampling: {
        ...sampling,
        // JSON repeats itself: quotes, braces, names. The embedded model loops without its penalty.
        ...(request.json !== null && !seat.engine.embedded && { repetitionPenalty: 1 }),
        ...(temperature !== null && { temperature }),
        ...(topP !== null && { topP }),
        ...(seed !== null && { seed }),
        ...mergedStop(stop, fitted.prompt),
      },
      ...(request.json !== null && { json: request.json }),
    };
  };
}

/**
 * A model with a chat template gets the caller's messages, the question in the expert's form, and our system text
 * only where the caller has none. One that takes no history gets what its profile makes of the conversation.
 */
async function layoutsOf(request: CompletionRequest, expert: ExpertName, profile: Profile): Promise<Layouts> {
  const { json, messages: history } = request;
  const text = history.at(-1)?.text ?? '';
  const parts: PromptParts = {
    shared: false,
    json: json !== null,
    summary: null,
    turns: [],
    question: { text, bare: text, expert, images: [] },
  };
  const alone = profile.layout(parts);
  if (alone.raw !== undefined || profile.turnsMax !== undefined) {
    const turns = spokenTurns(history.slice(0, -1), expert);
    const layoutOf = (kept: number) =>
      profile.layout({ ...parts, turns: kept === 0 ? [] : turns.slice(-kept) });
    return { turns: Math.min(turns.length, profile.turnsMax ?? turns.length), build: layoutOf };
  }
  const said = await chatMessages(request, alone.messages, profile);
  const layout = { ...alone, messages: profile.alternates === true ? alternating(said) : said };
  return { turns: 0, build: () => layout };
}

async function chatMessages(
  { json, messages: history }: CompletionRequest,
  own: readonly ChatMessage[],
  profile: Profile,
): Promise<ChatMessage[]> {
  const images = await newestImages(history, profile.imagesMax);
  const ownSystem = own.find(({ role }) => role === 'system')?.content;
  const callers = history.filter(({ role }) => role === 'system').map(({ text }) => text);
  const isCallers = callers.length > 0;
  const guided = String(own.at(-1)?.content ?? '');
  const question = questionOf(history.at(-1)?.text ?? '', guided, json !== null, isCallers, profile);
  const said = history.map(({ role, text }, index): ChatMessage => {
    const words = index === history.length - 1 ? question : text;
    return { role, content: withImages(words, images[index] ?? []) };
  });
  if (ownSystem === undefined) {
    // No system role: what stands in for it goes before the first words of the person.
    const lead = isCallers ? callers.join('\n\n') : json === null ? null : JSON_SYSTEM;
    return led(said, lead);
  }
  if (isCallers) return said;
  return [{ role: 'system', content: json === null ? ownSystem : JSON_SYSTEM }, ...said];
}

/** The question as the expert is asked it. What asks for steps or Markdown is out of place before JSON. */
function questionOf(
  text: string,
  guided: string,
  isJson: boolean,
  isCallersSystem: boolean,
  { insists }: Profile,
): string {
  if (isJson) return isCallersSystem ? `${text}\n\n${JSON_ONLY}` : text;
  return isCallersSystem && insists !== undefined ? `${guided}\n${insists}` : guided;
}

function led(messages: readonly ChatMessage[], lead: string | null): ChatMessage[] {
  const spoken = messages.filter(({ role }) => role !== 'system');
  if (lead === null) return spoken;
  const first = spoken.findIndex(({ role }) => role === 'user');
  return spoken.map((message, index) => {
    const { content } = message;
    if (index !== first) return message;
    if (typeof content === 'string') return { ...message, content: `${lead}\n\n${content}` };
    const parts = content.map((part) =>
      part.type === 'text' ? { ...part, text: `${lead}\n\n${part.text}` } : part,
    );
    return { ...message, content: parts };
  });
}

/** The pictures of each message, scaled down; of more than the model takes, the newest are kept. */
async function newestImages(history: readonly HistoryMessage[], max: number): Promise<string[][]> {
  let room = imagesOf(max);
  const shown: string[][] = history.map(() => []);
  for (const [index, { images }] of [...history.entries()].toReversed()) {
    const kept = room > 0 ? images.slice(-room) : [];
    room -= kept.length;
    shown[index] = await Promise.all(kept.map((image) => scaleDown(image)));
  }
  return shown;
}

/** Question and answer, pair by pair, for models that take no messages. */
function spokenTurns(history: readonly HistoryMessage[], expert: ExpertName): Spoken[] {
  const turns: Spoken[] = [];
  for (const [index, { role, text }] of history.entries()) {
    const next = history[index + 1];
    if (role !== 'user' || next?.role !== 'assistant') continue;
    // Whether it was cut the history does not tell; who asks for more thinks so.
    turns.push({ text, bare: text, expert, answer: next.text, unfinished: true });
  }
  return turns;
}

function smaller(one: number | null, other: number | null): number | null {
  return one === null ? other : Math.min(one, other ?? one);
}
