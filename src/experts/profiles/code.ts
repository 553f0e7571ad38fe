import { type ChatStyle, chatLayout } from './chat-layout.ts';
import { codeLanguage } from './code-language.ts';
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
  models: /qwen-?2\.5-coder/i,
  outputMax: 8192,
  imagesMax: 0,
  sampling: () => CODE_SAMPLING,
  layout: (parts) => chatLayout(parts, STYLE),
  infill: (prefix, suffix) => ({
    raw: `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`,
    stop: ['<|endoftext|>', '<|file_sep|>', '<|fim_prefix|>', '<|im_end|>'],
  }),
};

/** CodeLlama-Instruct: the server has its `[INST]` template. */
export const codellamaInstruct: Profile = {
  id: 'codellama-instruct',
  models: /codellama.*instruct/i,
  outputMax: 4096,
  imagesMax: 0,
  sampling: () => CODE_SAMPLING,
  layout: (parts) => chatLayout(parts, STYLE),
};

/** StarCoder2's own stops, and where a file usually goes on to something that nobody asked for. */
const STARCODER_STOPS = ['<|endoftext|>', '<file_sep>', '\n\n\n', '\nif __name__'];

/**
 * StarCoder2 follows no instructions and has no chat: the request becomes the head of a file, a comment with the
 * task and the first word of a definition, and the model writes the file on. What it writes is shown as a fenced
 * block of that language.
 */
export const starcoder2: Profile = {
  id: 'starcoder2',
  models: /starcoder-?2/i,
  outputMax: 2048,
  turnsMax: 0,
  imagesMax: 0,
  sampling: () => ({ temperature: 0.1, topP: 0.95, repetitionPenalty: 1 }),
  layout: ({ question: { bare } }) => {
    const { comment, fence, signature } = codeLanguage(bare);
    const task = bare
      .trim()
      .split('\n')
      .map((line) => `${comment} ${line}`.trimEnd())
      .join('\n');
    return {
      messages: [],
      raw: `${task}\n\n${signature}`,
      stop: STARCODER_STOPS,
      before: `\`\`\`${fence}\n${signature}`,
      after: '\n```',
    };
  },
  infill: (prefix, suffix) => ({
    raw: `<fim_prefix>${prefix}<fim_suffix>${suffix}<fim_middle>`,
    stop: ['<|endoftext|>', '<file_sep>'],
  }),
};

/** CodeLlama without Instruct: framed as StarCoder2 is, with its own infilling tokens (the spaces belong to them). */
export const codellamaBase: Profile = {
  ...starcoder2,
  id: 'codellama-base',
  models: /codellama/i,
  layout: (parts) => ({ ...starcoder2.layout(parts), stop: ['<EOT>', '\n\n\n', '\nif __name__'] }),
  infill: (prefix, suffix) => ({ raw: `<PRE> ${prefix} <SUF>${suffix} <MID>`, stop: ['<EOT>'] }),
};
