import type { ModelInfo } from '../engine.ts';
import { codellamaInstruct, qwenCoder, qwenCoderBase, starcoder2Instruct } from './code.ts';
import { codellamaBase, codellamaPython, starcoder2 } from './code-file.ts';
import { embedded, openai, qwenBase, qwenInstruct } from './general.ts';
import { deepseekMath, metamath, qwenMath, qwenMathBase } from './math.ts';
import type { Profile, PromptParts } from './profile.ts';
import { tinyllama } from './tinyllama.ts';
import { hunyuanMt, nllb } from './translate.ts';
import { llava, llavaNext, qwenVl } from './vision.ts';

/** The first that recognises a name counts, so the narrower stand before the wider. */
const PROFILES: readonly Profile[] = [
  qwenCoder,
  qwenCoderBase,
  qwenMath,
  qwenMathBase,
  qwenVl,
  qwenInstruct,
  qwenBase,
  starcoder2Instruct,
  starcoder2,
  codellamaInstruct,
  codellamaPython,
  codellamaBase,
  metamath,
  deepseekMath,
  llavaNext,
  llava,
  tinyllama,
  hunyuanMt,
  nllb,
  openai,
];

export const PROFILE_IDS: readonly string[] = PROFILES.map(({ id }) => id);

const HELLO: PromptParts = {
  shared: false,
  summary: null,
  turns: [],
  question: { text: 'hello', bare: 'hello', expert: 'general', images: [] },
};

/** Those that need no chat template: their prompts are texts to be written on. */
export const COMPLETIONS_PROFILE_IDS: readonly string[] = PROFILES.filter(
  ({ layout }) => layout(HELLO).raw !== undefined,
).map(({ id }) => id);

/**
 * How to address a model: the configured profile, else the one that knows the model's root, else its served name
 * (names like `main` or `math` are common, and say nothing), else OpenAI's way.
 */
export function profileFor(info: ModelInfo, configured: string | null, isEmbedded = false): Profile {
  if (isEmbedded) return embedded;
  const named = PROFILES.find(({ id }) => id === configured);
  if (named !== undefined) return named;
  const known = (name: string | null) => PROFILES.find(({ models }) => name !== null && models.test(name));
  return known(info.root) ?? known(info.model) ?? openai;
}
