import { asBase } from './base.ts';
import { type ChatStyle, chatLayout } from './chat-layout.ts';
import type { Profile } from './profile.ts';

const CODE_SAMPLING = { temperature: 0.2, repetitionPenalty: 1 };

const STYLE: ChatStyle = {
  system:
    'You are an expert programmer. Answer in the language of the question, with code in fenced blocks that name their language.',
  guide: (_, text) => text,
};

/** Qwen2.5-Coder: chat, and fill-in-the-middle through completions (its card's tokens). */
export const qwenCoder: Profile = {
  id: 'qwen2.5-coder',
  models: /qwen-?2\.5-coder.*instruct/i,
  outputMax: 8192,
  imagesMax: 0,
  sampling: () => CODE_SAMPLING,
  layout: (parts) => chatLayout(parts, STYLE),
  infill: (prefix, suffix) => ({
    raw: `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`,
    stop: ['<|endoftext|>', '<|file_sep|>', '<|fim_prefix|>', '<|im_end|>'],
    // The end tokens among them are special; those of the gap are not, in Qwen's tokenizer.
    skipSpecialTokens: false,
  }),
};

export const qwenCoderBase = asBase(qwenCoder, 'qwen2.5-coder-base', /qwen-?2\.5-coder/i);

/** CodeLlama-Instruct: the server has its `[INST]` template. */
export const codellamaInstruct: Profile = {
  id: 'codellama-instruct',
  models: /codellama.*instruct/i,
  outputMax: 4096,
  imagesMax: 0,
  alternates: true,
  sampling: () => CODE_SAMPLING,
  layout: (parts) => chatLayout(parts, STYLE),
};

/** StarCoder2-15B-Instruct: a template of its own with its own system text, which refuses any other. */
export const starcoder2Instruct: Profile = {
  id: 'starcoder2-instruct',
  models: /starcoder-?2.*instruct/i,
  outputMax: 4096,
  imagesMax: 0,
  sampling: () => CODE_SAMPLING,
  layout: (parts) => chatLayout(parts, { ...STYLE, system: null }),
};
