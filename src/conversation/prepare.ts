import { createHash } from 'node:crypto';
import { scaleDown } from '../experts/images.ts';
import type { Prepare, Prepared, Seat } from '../experts/pool.ts';
import type { Layout, Profile } from '../experts/profiles/profile.ts';
import type { Context, CountedPrompt } from './context.ts';
import { fitPrompt, promptBudget } from './fit.ts';
import { heldToJson } from './json-answer.ts';
import { imageTokens, layoutTokenBound, promptParts, type Question, withoutImages } from './prompt.ts';
import type { Draft } from './receipt.ts';
import { type Settings, TEMPERATURE_MAX } from './settings.ts';
import type { ExpertName } from './types.ts';
import { type Language, languageOf } from './wording.ts';

/** The check that says that earlier turns were left out of a prompt. */
export const LEFT_OUT_CHECK = 'context';
const IMAGES_CHECK = 'images';
const STOPS_MAX = 4;
/** Colder, a model that is asked the same again says the same again. Qwen2.5's own default. */
const AGAIN_TEMPERATURE = 0.7;

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
  settings: Settings,
): Prepare {
  const persona = settings.persona?.text ?? null;
  return async (seat, signal) => {
    const { info, profile, exact } = seat;
    const images = await Promise.all(
      question.images.slice(0, imagesOf(profile.imagesMax)).map((image) => scaleDown(image)),
    );
    const asked = { ...question, images };
    const build = (kept: number) => {
      const turns = kept === 0 ? [] : live.slice(-kept);
      return profile.layout(promptParts(head.summary, turns, asked, persona, !seat.engine.embedded));
    };
    // A model of single questions leaves nothing out, and what it counts says nothing of the conversation.
    const turns = Math.min(live.length, profile.turnsMax ?? live.length);
    const model = `${profile.id} ${info.model}${persona === null ? '' : ` ${fingerprint(persona)}`}`;
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: profile.outputMax,
      promptMax: settings.contextTokens,
      turns,
      known: knownBound(build, head.counted, profile, model, head.from),
      exact,
      build,
      bound: (layout) => layoutTokenBound(layout, profile),
      count: (layout) => countLayout(layout, seat, signal),
    });
    const left = turns - fitted.kept;
    draft.checks.length = 0;
    if (left > 0) {
      const isFull = isWindowFull(info.window, profile, settings);
      const detail = leftOut(left, live.length, isFull)[languageOf(question.text)];
      draft.checks.push({ name: LEFT_OUT_CHECK, status: 'skipped', detail });
    }
    if (images.length < question.images.length) {
      const detail = unseen(images.length, question.images.length)[languageOf(question.text)];
      draft.checks.push({ name: IMAGES_CHECK, status: 'skipped', detail });
    }
    notes.whole = left === 0 && profile.turnsMax === undefined ? { model, from: head.from } : null;
    const request = toRequest(
      fitted.prompt,
      fitted.maxTokens,
      profile,
      question.expert,
      temperatureOf(question, profile, settings),
    );
    const { json } = question;
    return json === undefined ? request : heldToJson(request, json, seat.engine.embedded);
  };
}

function leftOut(left: number, all: number, isFull: boolean): Readonly<Record<Language, string>> {
  const why = isFull
    ? { en: 'this model’s window is full', zh: '模型的窗口已满' }
    : { en: 'the context length that is set here is reached', zh: '达到了这里设置的上下文长度' };
  return {
    en: `left out, since ${why.en}: ${left} of the ${all} earlier turns`,
    zh: `${why.zh}，此前 ${all} 轮中有 ${left} 轮未读入`,
  };
}

function unseen(taken: number, all: number): Readonly<Record<Language, string>> {
  return {
    en: `this model takes ${taken} pictures; of ${all} only the first were looked at`,
    zh: `此模型最多接受 ${taken} 张图片；${all} 张中只看了前面的`,
  };
}

/** What the server counted for the prompt before this one, and the new message: no need to ask it again. */
function knownBound(
  build: (kept: number) => Layout,
  counted: CountedPrompt | null,
  profile: Profile,
  model: string,
  from: number,
): number | null {
  if (counted === null || counted.model !== model || counted.from !== from) return null;
  const last = build(0).messages.at(-1);
  return last === undefined ? null : counted.tokens + layoutTokenBound({ messages: [last] }, profile);
}

function isWindowFull(window: number, { outputMax }: Profile, { contextTokens }: Settings): boolean {
  return contextTokens === null || promptBudget(window, outputMax) <= contextTokens;
}

/** So that a count is not taken for that of a prompt with another system text. */
function fingerprint(persona: string): string {
  return createHash('sha256').update(persona).digest('base64url').slice(0, 12);
}

/** An endpoint that the operator calls vision takes at least one, whatever its name says. */
export function imagesOf(max: number): number {
  return Math.max(1, max);
}

/**
 * The server's own count of a prompt, in tokens, whichever form it has. Pictures are reckoned: vLLM's `/tokenize`
 * counts no more than the place of one (vllm#16191).
 */
export async function countLayout(layout: Layout, seat: Seat, signal: AbortSignal): Promise<number> {
  const { messages, raw } = layout;
  const counted = await seat.engine.countTokens(raw ?? withoutImages(messages), signal);
  return counted + imageTokens(layout, seat.profile);
}

/** Null = as the profile says. */
function temperatureOf(
  { again = false, expert }: Question,
  profile: Profile,
  settings: Settings,
): number | null {
  if (settings.temperature !== null || !again || expert === 'structured') return settings.temperature;
  const { temperature = null } = profile.sampling(expert);
  return temperature === null ? null : Math.max(temperature, AGAIN_TEMPERATURE);
}

/** The request for a layout, sampled as the profile says; at `temperature` where that is set, as far as the model takes it. */
export function toRequest(
  layout: Layout,
  maxTokens: number,
  profile: Profile,
  expert: ExpertName,
  temperature: number | null = null,
): Prepared {
  const { stop, skipSpecialTokens, ...form } = layout;
  const { temperatureMax = TEMPERATURE_MAX } = profile;
  const sampling = {
    ...profile.sampling(expert),
    ...(temperature !== null && { temperature: Math.min(temperature, temperatureMax) }),
    ...mergedStop([], { stop, skipSpecialTokens }),
  };
  return { ...form, maxTokens, sampling };
}

type Stops = Pick<Layout, 'stop' | 'skipSpecialTokens'>;

/** The caller's stops come first; vLLM takes four in all. Special tokens show only where all that stop at them fit. */
export function mergedStop(caller: readonly string[], { stop: own = [], skipSpecialTokens }: Stops): Stops {
  const all = [...caller, ...own];
  if (all.length === 0) return {};
  const stop = all.slice(0, STOPS_MAX);
  const allFit = stop.length === all.length;
  return { stop, ...(skipSpecialTokens === false && allFit && { skipSpecialTokens }) };
}
