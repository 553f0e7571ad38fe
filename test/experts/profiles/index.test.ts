import { describe, expect, test } from 'vitest';
import { profileFor } from '../../../src/experts/profiles/index.ts';
import { boxedAnswer, statedAnswer } from '../../../src/experts/profiles/math.ts';

const info = (root: string | null, model = 'main') => ({ root, model, window: 4096 });

test.each([
  ['Qwen/Qwen2.5-7B-Instruct', 'qwen2.5-instruct'],
  ['Qwen/Qwen2.5-7B-Instruct-AWQ', 'qwen2.5-instruct'],
  ['Qwen/Qwen2.5-Coder-7B-Instruct-AWQ', 'qwen2.5-coder'],
  ['Qwen/Qwen2.5-Math-7B-Instruct', 'qwen2.5-math'],
  ['Qwen/Qwen2.5-VL-7B-Instruct-AWQ', 'qwen2.5-vl'],
  ['bigcode/starcoder2-7b', 'starcoder2'],
  ['codellama/CodeLlama-7b-Instruct-hf', 'codellama-instruct'],
  ['codellama/CodeLlama-7b-hf', 'codellama-base'],
  ['meta-math/MetaMath-7B-V1.0', 'metamath'],
  ['deepseek-ai/deepseek-math-7b-instruct', 'deepseek-math'],
  ['llava-hf/llava-1.5-7b-hf', 'llava-1.5'],
  ['TinyLlama/TinyLlama-1.1B-Chat-v1.0', 'tinyllama'],
  ['tencent/Hunyuan-MT-7B-fp8', 'hunyuan-mt'],
  ['Qwen/Qwen2.5-7B', 'qwen2.5-base'],
  ['Qwen/Qwen2.5-14B-Instruct-1M', 'qwen2.5-instruct'],
  ['Qwen/Qwen2.5-Coder-7B', 'qwen2.5-coder-base'],
  ['Qwen/Qwen2.5-Math-7B', 'qwen2.5-math-base'],
  ['Qwen/Qwen2.5-Omni-7B', 'openai'],
  ['bigcode/starcoder2-15b', 'starcoder2'],
  ['bigcode/starcoder2-15b-instruct-v0.1', 'starcoder2-instruct'],
  ['codellama/CodeLlama-7b-Python-hf', 'codellama-python'],
  ['llava-hf/llava-v1.6-mistral-7b-hf', 'llava-next'],
  ['llava-hf/llava-v1.6-vicuna-7b-hf', 'llava-next'],
  ['llava-hf/LLaVA-NeXT-Video-7B-hf', 'llava-next'],
  ['mistralai/Mistral-7B-Instruct-v0.3', 'openai'],
])('%s is addressed as %s', (root, id) => {
  expect(profileFor(info(root), null).id).toBe(id);
});

test.each([
  ['Qwen/Qwen2.5-Coder-7B', true],
  ['Qwen/Qwen2.5-Coder-7B-Instruct', true],
  ['bigcode/starcoder2-7b', true],
  ['codellama/CodeLlama-7b-hf', true],
  ['codellama/CodeLlama-7b-Python-hf', false],
  ['bigcode/starcoder2-15b-instruct-v0.1', false],
])('%s fills gaps: %s', (root, fills) => {
  expect(profileFor(info(root), null).infill !== undefined).toBe(fills);
});

describe('the profile', () => {
  test('comes from the variable, else the root, else the served name', () => {
    expect(profileFor(info('bigcode/starcoder2-7b'), 'metamath').id).toBe('metamath');
    expect(profileFor(info('bigcode/starcoder2-7b', 'metamath'), null).id).toBe('starcoder2');
    expect(profileFor(info(null, 'deepseek-math-7b-instruct'), null).id).toBe('deepseek-math');
    expect(profileFor(info('/models/main'), null).id).toBe('openai');
  });

  test('of the embedded model is its own', () => {
    expect(profileFor(info(null, 'qwen2.5-0.5b-instruct'), null, true).id).toBe('embedded');
  });
});

test.each([
  ['so \\boxed{42}.', '42'],
  ['\\boxed{1} then \\boxed{\\frac{1}{2}}', '\\frac{1}{2}'],
  ['\\boxed{never closed', null],
  ['nothing', null],
])('of %j the boxed answer is %j', (text, answer) => expect(boxedAnswer(text)).toBe(answer));

test.each([
  ['5*3 = 15.\nThe answer is: 15', '15'],
  ['The answer is: 3. No.\nThe answer is: \\frac{1}{2}.', '\\frac{1}{2}'],
  ['the answer is 7', '7'],
  ['no mark', null],
])('of %j the stated answer is %j', (text, answer) => expect(statedAnswer(text)).toBe(answer));
