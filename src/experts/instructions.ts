import type { ExpertName } from '../conversation/types.ts';
import type { Sampling } from './engine.ts';

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

/** The person's text with the expert's guidance around it. */
export function guided(expert: ExpertName, text: string): string {
  const { before, after } = GUIDANCE[expert];
  return [before, text, after].filter((part) => part !== undefined).join('\n\n');
}

/** The system text. Static per kind of conversation: volatile facts never stand in it (prefix cache). */
export function systemText(shared: boolean, embedded: boolean): string {
  const base = embedded ? EMBEDDED_SYSTEM : SYSTEM;
  return shared
    ? `${base} Several people write here; each message starts with the name of its author.`
    : base;
}

const SYSTEM =
  'You are Switchboard, a helpful assistant. Answer in the language of the question, in Markdown, formulas in LaTeX between $ signs.';

/** Told more, a model of this size answers an English question in French: tried on SmolLM2-135M. */
const EMBEDDED_SYSTEM = 'You are a helpful AI assistant.';

/** Where the answer is constrained to JSON, Markdown must not be asked for. */
export const JSON_SYSTEM = 'You are a helpful assistant. Reply with JSON only.';

/** Qwen2.5 brings a repetition penalty of 1.05 of its own, which hurts where exact repetition is right. */
const EXACT: Sampling = { temperature: 0, repetitionPenalty: 1 };

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
const EMBEDDED: Sampling = { temperature: 0, repetitionPenalty: 1.1 };

/** How to sample for an expert. */
export function samplingFor(expert: ExpertName, embedded: boolean): Sampling {
  return embedded ? EMBEDDED : SAMPLING[expert];
}
