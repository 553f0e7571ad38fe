import type { ModelSpec } from './behaviour.ts';

/** What all of them are served as: a name that says nothing. */
export const SERVED_NAME = 'main';

/**
 * The models of the facts sheet (§5) as a server of them behaves: window in tokens, whether the tokenizer brings a
 * chat template, which tokens it hides, how many images deploy/ lets into one prompt and what one costs.
 */
export const CATALOGUE = {
  qwen: { root: 'Qwen/Qwen2.5-7B-Instruct', window: 32_768 },
  qwenAwq: { root: 'Qwen/Qwen2.5-7B-Instruct-AWQ', window: 131_072 },
  qwenCoder: { root: 'Qwen/Qwen2.5-Coder-7B-Instruct', window: 32_768 },
  starcoder2: {
    root: 'bigcode/starcoder2-7b',
    window: 16_384,
    chatTemplate: false,
    specialTokens: ['<fim_prefix>', '<fim_middle>', '<fim_suffix>', '<file_sep>'],
  },
  codellamaInstruct: { root: 'codellama/CodeLlama-7b-Instruct-hf', window: 16_384, alternating: true },
  codellamaBase: {
    root: 'codellama/CodeLlama-7b-hf',
    window: 16_384,
    chatTemplate: false,
    specialTokens: ['▁<PRE>', '▁<MID>', '▁<SUF>', '▁<EOT>'],
  },
  metamath: { root: 'meta-math/MetaMath-7B-V1.0', window: 4096, chatTemplate: false },
  deepseekMath: { root: 'deepseek-ai/deepseek-math-7b-instruct', window: 4096 },
  qwenMath: { root: 'Qwen/Qwen2.5-Math-7B-Instruct', window: 4096 },
  hunyuanMt: { root: 'tencent/Hunyuan-MT-7B', window: 32_768 },
  llava: {
    root: 'llava-hf/llava-1.5-7b-hf',
    window: 4096,
    vision: true,
    imagesMax: 1,
    imageTokens: 576,
  },
  qwenVl: {
    root: 'Qwen/Qwen2.5-VL-7B-Instruct',
    window: 32_768,
    vision: true,
    imagesMax: 2,
    // 1,003,520 pixels, 28 × 28 of them a token.
    imageTokens: 1280,
  },
  tinyllama: { root: 'TinyLlama/TinyLlama-1.1B-Chat-v1.0', window: 2048 },
  bgeM3: { root: 'BAAI/bge-m3', window: 8192, chatTemplate: false, runner: 'pooling' },
  qwenEmbedding: { root: 'Qwen/Qwen3-Embedding-0.6B', window: 32_768, runner: 'pooling' },
  unknown: { root: 'acme/Acme-9B-Chat', window: 8192 },
} as const satisfies Readonly<Record<string, Omit<ModelSpec, 'id'>>>;

export type CatalogueName = keyof typeof CATALOGUE;

/** The spec of one model, under a served name that does not betray it. */
export function modelSpec(name: CatalogueName): ModelSpec {
  return { id: SERVED_NAME, ...CATALOGUE[name] };
}
