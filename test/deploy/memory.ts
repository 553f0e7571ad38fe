const GIB = 2 ** 30;
const KIB = 2 ** 10;

/** vLLM's own need beside weights and KV cache (activations, CUDA graphs), as the facts sheet §5 takes it. */
const OVERHEAD_GIB = 1.5;

/** AWQ with groups of 128: 4 bits a weight, and for each group 16 bits of scale and 4 of zero point. */
const AWQ_BYTES_PER_WEIGHT = (4 + (16 + 4) / 128) / 8;

export type Precision = 'bf16' | 'fp8' | 'awq';

/** What the makers' config.json and weight index say. */
export interface ModelFacts {
  readonly parameters: number;
  /** Input and output embeddings, kept at 16 bits when quantized. */
  readonly embeddingParameters: number;
  /** A vision tower, kept at 16 bits when quantized. */
  readonly visionParameters?: number;
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

const QWEN = {
  parameters: 7_615_616_512,
  embeddingParameters: 2 * 152_064 * 3_584,
  layers: 28,
  kvHeads: 4,
  headDim: 128,
} as const satisfies ModelFacts;

const LLAMA = {
  parameters: 6_738_546_688,
  embeddingParameters: 2 * 32_016 * 4_096,
  layers: 32,
  kvHeads: 32,
  headDim: 128,
} as const satisfies ModelFacts;

/** The owner's models by repository name, without a suffix for the quantization. */
export const MODEL_FACTS: Readonly<Record<string, ModelFacts>> = {
  'Qwen2.5-7B-Instruct': QWEN,
  'Qwen2.5-Coder-7B-Instruct': QWEN,
  'Qwen2.5-VL-7B-Instruct': {
    ...QWEN,
    parameters: QWEN.parameters + 676_550_144,
    visionParameters: 676_550_144,
  },
  'deepseek-math-7b-instruct': {
    parameters: 6_910_365_696,
    embeddingParameters: 2 * 102_400 * 4_096,
    layers: 30,
    kvHeads: 32,
    headDim: 128,
  },
  'starcoder2-7b': {
    parameters: 7_173_923_840,
    embeddingParameters: 49_152 * 4_608,
    layers: 32,
    kvHeads: 4,
    headDim: 128,
  },
  'CodeLlama-7b-Instruct-hf': LLAMA,
  'MetaMath-7B-V1.0': { ...LLAMA, parameters: 6_738_423_808, embeddingParameters: 2 * 32_001 * 4_096 },
  'llava-1.5-7b-hf': { ...LLAMA, parameters: 7_063_427_072, visionParameters: 324_880_384 },
  'TinyLlama-1.1B-Chat-v1.0': {
    parameters: 1_100_048_384,
    embeddingParameters: 2 * 32_000 * 2_048,
    layers: 22,
    kvHeads: 4,
    headDim: 64,
  },
  // An encoder: it keeps no KV cache.
  'bge-m3': {
    parameters: 567_754_752,
    embeddingParameters: 250_002 * 1_024,
    layers: 0,
    kvHeads: 0,
    headDim: 0,
  },
};

/** GiB of weights on the card. */
export function weightsGib(facts: ModelFacts, precision: Precision): number {
  const kept = facts.embeddingParameters + (facts.visionParameters ?? 0);
  const bytes = { bf16: 2, fp8: 1, awq: AWQ_BYTES_PER_WEIGHT }[precision];
  return (2 * kept + bytes * (facts.parameters - kept)) / GIB;
}

/** KiB of KV cache that one token takes, at 16 bits: keys and values of every layer. */
export function kvKibPerToken({ layers, kvHeads, headDim }: ModelFacts): number {
  return (2 * layers * kvHeads * headDim * 2) / KIB;
}

/** Tokens that the KV cache holds when vLLM may take `fraction` of a card. */
export function poolTokens(
  facts: ModelFacts,
  precision: Precision,
  fraction: number,
  cardGib: number,
): number {
  const poolGib = fraction * cardGib - weightsGib(facts, precision) - OVERHEAD_GIB;
  return Math.floor((poolGib * GIB) / (kvKibPerToken(facts) * KIB));
}
