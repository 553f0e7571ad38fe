import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExpertName } from '../../../src/conversation/types.ts';
import { profileFor } from '../../../src/experts/profiles/index.ts';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';
import { collect, conversationParts } from '../../support/experts.ts';
import { message } from '../../support/turns.ts';

const never = new AbortController().signal;
const SYSTEM =
  'You are Switchboard, a helpful assistant. Answer in the language of the question, in Markdown, formulas in LaTeX between $ signs.';
let vllm: VllmDouble;
let parts: Awaited<ReturnType<typeof conversationParts>>;

beforeEach(async () => {
  vllm = await startVllm({ models: [{ id: 'main', root: 'Qwen/Qwen2.5-7B-Instruct' }] });
  parts = await conversationParts({ urls: { general: [vllm.url] } });
});

afterEach(async () => {
  await parts.close();
  await vllm.close();
});

describe('Qwen2.5-7B-Instruct plays every expert that has no server', () => {
  const roles: readonly [ExpertName, string, Readonly<Record<string, number>>][] = [
    ['general', 'do it', {}],
    [
      'code',
      'do it\n\nPut code into fenced blocks with their language.',
      { temperature: 0.2, repetition_penalty: 1 },
    ],
    [
      'math',
      'do it\n\nReason step by step, and put the final answer within \\boxed{}.',
      { temperature: 0, repetition_penalty: 1 },
    ],
    ['translate', 'Translate as asked. Reply with the translation only.\n\ndo it', { temperature: 0.2 }],
    [
      'structured',
      'do it\n\nReply with the structured data only, in the format asked for, JSON if none is named.',
      { temperature: 0, repetition_penalty: 1 },
    ],
  ];

  test.each(roles)('%s', async (forced, content, sampling) => {
    const { error } = await collect(parts.ask(message('do it', { forced }), never));
    expect(error).toBeNull();
    const sent = vllm.requests.findLast(({ path }) => path.endsWith('/completions'));
    expect(sent?.path).toBe('/v1/chat/completions');
    expect(sent?.body).toEqual({
      model: 'main',
      messages: [
        { role: 'system', content: SYSTEM },
        { role: 'user', content },
      ],
      max_tokens: 8192,
      stream: true,
      stream_options: { include_usage: true },
      ...sampling,
    });
  });
});

test.each([
  [
    'Qwen/Qwen2.5-Coder-7B-Instruct',
    '<|fim_prefix|>a<|fim_suffix|>b<|fim_middle|>',
    ['<|endoftext|>', '<|file_sep|>', '<|fim_prefix|>', '<|im_end|>'],
  ],
  ['bigcode/starcoder2-7b', '<fim_prefix>a<fim_suffix>b<fim_middle>', ['<|endoftext|>', '<file_sep>']],
  ['codellama/CodeLlama-7b-hf', '<PRE> a <SUF>b <MID>', ['▁<EOT>', ' <EOT>', '<EOT>']],
])('%s fills a gap with the tokens it was trained with', (root, raw, stop) => {
  const profile = profileFor({ root, model: 'code', window: 16_384 }, null);
  expect(profile.infill?.('a', 'b')).toEqual({ raw, stop, skipSpecialTokens: false });
});
