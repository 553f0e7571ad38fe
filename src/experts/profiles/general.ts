import type { ExpertName } from '../../conversation/types.ts';
import type { Sampling } from '../engine.ts';
import { asBase } from './base.ts';
import { type ChatStyle, chatLayout } from './chat-layout.ts';
import type { Profile } from './profile.ts';

/**
 * What an expert is asked beyond the person's words, in as few tokens as do it. It stands in the user message and
 * stays there in the history, so that the system text, and with it the prefix cache, is the same for all experts
 * that one server plays.
 */
const GUIDANCE: Readonly<Record<ExpertName, { readonly before?: string; readonly after?: string }>> = {
  general: {},
  code: { after: 'Put code into fenced blocks with their language.' },
  math: { after: 'Reason step by step, and put the final answer within \\boxed{}.' },
  translate: { before: 'Translate as asked. Reply with the translation only.' },
  structured: {
    after: 'Reply with the structured data only, in the format asked for, JSON if none is named.',
  },
  vision: {},
};

/** Qwen2.5 brings a repetition penalty of 1.05 of its own, which hurts where exact repetition is right. */
export const EXACT: Sampling = { temperature: 0, repetitionPenalty: 1 };

const SAMPLING: Readonly<Record<ExpertName, Sampling>> = {
  // The server's own defaults are those of the model's card.
  general: {},
  vision: {},
  code: { temperature: 0.2, repetitionPenalty: 1 },
  math: EXACT,
  translate: { temperature: 0.2 },
  structured: EXACT,
};

/** Greedy is right more often in models of this size, and without a penalty they loop: tried on SmolLM2-135M. */
const EMBEDDED_SAMPLING: Sampling = { temperature: 0, repetitionPenalty: 1.1 };

/** Hotter, a model of this size writes no language any more. */
const SMALL_MODEL_TEMPERATURE_MAX = 1;

/** The embedded model is small and slow: past this it only goes round in circles. */
const EMBEDDED_OUTPUT_MAX_TOKENS = 1024;

/** The person's text with the expert's guidance around it, for a model that plays any expert. */
export function guided(expert: ExpertName, text: string): string {
  const { before, after } = GUIDANCE[expert];
  return [before, text, after].filter((part) => part !== undefined).join('\n\n');
}

const STYLE: ChatStyle = {
  identity: 'You are Switchboard, a helpful assistant.',
  system: 'Answer in the language of the question, in Markdown, formulas in LaTeX between $ signs.',
  guide: guided,
};

/** Told more, a model of this size answers an English question in French: tried on SmolLM2-135M. */
const EMBEDDED_STYLE: ChatStyle = {
  identity: 'You are a helpful AI assistant.',
  system: '',
  guide: guided,
};

/** Qwen2.5-7B-Instruct and -AWQ: the main model, which plays every expert that has none of its own. */
export const qwenInstruct: Profile = {
  id: 'qwen2.5-instruct',
  models: /qwen-?2\.5-(?!.*(coder|math|vl|omni)).*instruct/i,
  outputMax: 8192,
  imagesMax: 0,
  sampling: (expert) => SAMPLING[expert],
  layout: (parts) => chatLayout(parts, STYLE),
};

/** Qwen2.5 without Instruct; not Omni, which sees and hears. */
export const qwenBase = asBase(qwenInstruct, 'qwen2.5-base', /qwen-?2\.5-(?!.*(coder|math|vl|omni))/i);

/** Anything else that speaks OpenAI's chat completions. */
export const openai: Profile = { ...qwenInstruct, id: 'openai', models: /(?!)/, imagesMax: 2 };

/** The embedded model, whatever it is. */
export const embedded: Profile = {
  ...openai,
  id: 'embedded',
  outputMax: EMBEDDED_OUTPUT_MAX_TOKENS,
  temperatureMax: SMALL_MODEL_TEMPERATURE_MAX,
  imagesMax: 0,
  sampling: () => EMBEDDED_SAMPLING,
  layout: (parts) => chatLayout(parts, EMBEDDED_STYLE),
};
