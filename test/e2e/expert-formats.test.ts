import { afterEach, describe, expect, test } from 'vitest';
import type { ExpertName } from '../../src/conversation/types.ts';
import type { Script } from '../doubles/vllm/behaviour.ts';
import type { CatalogueName } from '../doubles/vllm/catalogue.ts';
import { type ServedModel, sentTo, startServedModel } from '../support/served-model.ts';

let served: ServedModel | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(expert: ExpertName, name: CatalogueName, answer: string | Script = 'An answer.') {
  served = await startServedModel(expert, name, answer);
  return served;
}

const text = (part: string) => expect.stringContaining(part);
/** The final answer that was read from the text; whether it was also verified is the check's business. */
const finalAnswer = (answer: string) =>
  expect.objectContaining({
    name: 'final_answer',
    detail: expect.stringMatching(new RegExp(`^${answer.replace(/[\\{}]/g, '\\$&')}(?![\\w.])`)),
  });

describe('general and what speaks OpenAI’s way', () => {
  test.each([
    ['qwen', 32_768],
    ['qwenAwq', 131_072],
  ] as const)(
    '%s: chat in %i tokens, 8K of them for the answer, sampled as its card says',
    async (name, window) => {
      const { ask, whole } = await serve('general', name);
      const { body, path } = await ask({ text: 'Why is the sky blue?' });
      expect(path).toBe('/v1/chat/completions');
      expect(body.messages).toEqual([
        { role: 'system', content: text('Switchboard') },
        { role: 'user', content: 'Why is the sky blue?' },
      ]);
      expect(body.max_tokens).toBe(8192);
      // Qwen's own generation_config.json says the rest.
      expect(body).not.toHaveProperty('temperature');
      expect(body).not.toHaveProperty('stop');
      const { data } = (await (await fetch(`${whole.url}/v1/models`)).json()) as {
        data: { id: string; switchboard: unknown }[];
      };
      const model = { model_used: 'main', window };
      expect(data.find(({ id }) => id === 'general')?.switchboard).toMatchObject({ ...model, state: 'up' });
      expect(data.find(({ id }) => id === 'math')?.switchboard).toMatchObject({
        ...model,
        state: 'played_by_general',
      });
    },
  );

  test('Qwen2.5 plays every expert, told in the question what it is to do, one system text for all', async () => {
    const { whole, double } = await serve('general', 'qwen');
    const systems = new Set<unknown>();
    const told: Partial<Record<ExpertName, RegExp>> = {
      code: /fenced/,
      math: /\\boxed\{\}/,
      translate: /^Translate as asked/,
      structured: /JSON/,
    };
    for (const [expert, guidance] of Object.entries(told)) {
      const receipt = await whole.ask({ text: 'My question.', expert: expert as ExpertName });
      expect(receipt).toMatchObject({ expert, degraded: null });
      const body = double.requests.at(-1)?.body as { messages: { role: string; content: string }[] };
      const [system, user, ...more] = body.messages;
      expect(user?.content).toContain('My question.');
      expect(user?.content).toMatch(guidance);
      expect(more).toEqual([]);
      systems.add(system?.content);
      if (expert !== 'translate') expect(body).toMatchObject({ repetition_penalty: 1 });
    }
    expect(systems.size).toBe(1);
  });

  test('an unknown model: chat, within its own window', async () => {
    const { ask } = await serve('code', 'unknown');
    const { body, path } = await ask({ text: 'sort a list' });
    expect(path).toBe('/v1/chat/completions');
    expect(body.messages).toEqual([
      { role: 'system', content: expect.any(String) },
      { role: 'user', content: text('sort a list') },
    ]);
    expect(body.max_tokens).toBe(8192 / 4);
  });
});

describe('code', () => {
  test.each([
    ['qwenCoder', 8192],
    ['codellamaInstruct', 4096],
  ] as const)('%s: chat, without a repetition penalty', async (name, output) => {
    const { ask } = await serve('code', name, '```ts\nlet a;\n```');
    const first = await ask({ text: 'a debounce in TypeScript', conversation: 'c' });
    expect(first.path).toBe('/v1/chat/completions');
    expect(first.body).toMatchObject({ temperature: 0.2, repetition_penalty: 1, max_tokens: output });
    expect(first.body.messages).toEqual([
      { role: 'system', content: text('programmer') },
      { role: 'user', content: 'a debounce in TypeScript' },
    ]);
    expect(first.receipt.response).toBe('```ts\nlet a;\n```');
    const next = await ask({ text: 'now in Rust', conversation: 'c' });
    expect(next.body.messages).toEqual([
      ...(first.body.messages ?? []),
      { role: 'assistant', content: '```ts\nlet a;\n```' },
      { role: 'user', content: 'now in Rust' },
    ]);
  });

  test('CodeLlama-Instruct: a caller’s history is put into the turns that its template demands', async () => {
    const { double, whole } = await serve('code', 'codellamaInstruct', 'done');
    const messages = [
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'I use Go.' },
      { role: 'user', content: 'Sort a list.' },
    ];
    const answer = await whole.post('/v1/chat/completions', { model: 'code', messages });
    expect(answer.status).toBe(200);
    expect(sentTo(double).map(({ body }) => body.messages)).toEqual([
      [
        { role: 'system', content: text('programmer') },
        { role: 'user', content: 'Hello.\n\nI use Go.\n\nSort a list.' },
      ],
    ]);
  });

  test.each([
    ['starcoder2', ['<file_sep>', '\n\n\n']],
    ['codellamaBase', ['\n\n\n']],
  ] as const)(
    '%s: the head of a file through completions, and a fence around what it writes',
    async (name, stops) => {
      const { ask } = await serve('code', name, ' add(a, b):\n    return a + b\n\n\nimport junk');
      const { body, path, receipt } = await ask({ text: 'a Python function\nthat adds two numbers' });
      expect(path).toBe('/v1/completions');
      expect(body.prompt).toMatch(/^# a Python function\n# that adds two numbers\n\n+def$/);
      expect(body.stop).toEqual(expect.arrayContaining([...stops]));
      expect(body).toMatchObject({ max_tokens: 2048, repetition_penalty: 1 });
      expect(body.temperature).toBeLessThanOrEqual(0.2);
      expect(receipt.response).toBe('```python\ndef add(a, b):\n    return a + b\n```');
      const other = await ask({ text: 'a SQL query that counts users' });
      expect(other.body.prompt).toMatch(/^-- a SQL query that counts users\n/);
      expect(other.receipt.response).toMatch(/^```sql\n.*\n```$/s);
    },
  );
});

describe('math', () => {
  test('MetaMath: the Alpaca preamble to the letter, greedy and short, its stated answer read', async () => {
    const { ask } = await serve('math', 'metamath', ' 2+2 = 4.\nThe answer is: 4\n### Instruction:\nmore');
    const { body, path, receipt } = await ask({ text: 'What is 2+2?' });
    expect(path).toBe('/v1/completions');
    expect(body.prompt).toBe(
      "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nWhat is 2+2?\n\n### Response: Let's think step by step.",
    );
    expect(body).toMatchObject({ temperature: 0, max_tokens: 512, repetition_penalty: 1 });
    expect(receipt.response).not.toContain('Instruction');
    expect(receipt.checks).toContainEqual(finalAnswer('4'));
  });

  test.each([
    ['What is 2+2?', 'Please reason step by step'],
    ['二加二等于几？', '请通过逐步推理来解答问题'],
  ])('DeepSeek-Math: no system prompt, boxed and step by step: %s', async (question, asked) => {
    const { ask } = await serve('math', 'deepseekMath', 'So \\boxed{4}.');
    const { body, path, receipt } = await ask({ text: question });
    expect(path).toBe('/v1/chat/completions');
    expect(body.messages).toEqual([{ role: 'user', content: text('\\boxed{}') }]);
    expect(body.messages?.[0]?.content).toMatch(
      new RegExp(`^${question.replace(/[?+]/g, '\\$&')}\\n${asked}`),
    );
    expect(body).toMatchObject({ temperature: 0, repetition_penalty: 1 });
    expect(body.max_tokens).toBeLessThanOrEqual(1024);
    expect(receipt.checks).toContainEqual(finalAnswer('4'));
  });

  test('Qwen2.5-Math: boxed by the system text', async () => {
    const { ask } = await serve('math', 'qwenMath', 'So \\boxed{\\frac{1}{2}}.');
    const { body, path, receipt } = await ask({ text: 'What is 2/4?' });
    expect(path).toBe('/v1/chat/completions');
    expect(body.messages).toEqual([
      { role: 'system', content: text('put your final answer within \\boxed{}') },
      { role: 'user', content: 'What is 2/4?' },
    ]);
    expect(body).toMatchObject({ temperature: 0, repetition_penalty: 1 });
    expect(receipt.checks).toContainEqual(finalAnswer('\\frac{1}{2}'));
  });
});

describe('translate by Hunyuan-MT, in the words of its card', () => {
  const english = (name: string) =>
    `Translate the following segment into ${name}, without additional explanation.`;
  test.each([
    [
      'Translate into Chinese: good morning',
      /^把下面的文本翻译成(简体)?(中文|汉语)，不要额外解释。$/,
      'good morning',
    ],
    ['翻译成英文：早上好', '把下面的文本翻译成英语，不要额外解释。', '早上好'],
    ['Translate into Arabic: good morning', /into .*Arabic, without/, 'good morning'],
    ['Translate into English: صباح الخير', english('English'), 'صباح الخير'],
    ['Translate to Hindi: good morning', english('Hindi'), 'good morning'],
    ['Translate into English: सुप्रभात', english('English'), 'सुप्रभात'],
    ['Translate into Swahili: good morning', english('Swahili'), 'good morning'],
    ['Translate from Swahili into English: habari', english('English'), 'habari'],
  ])('%s', async (request, instruction, words) => {
    const { ask } = await serve('translate', 'hunyuanMt', 'done');
    const { body, path } = await ask({ text: request });
    expect(path).toBe('/v1/chat/completions');
    expect(body).toMatchObject({ temperature: 0.7, top_p: 0.6, top_k: 20, repetition_penalty: 1.05 });
    const [message, ...more] = body.messages ?? [];
    expect(more).toEqual([]);
    expect(message?.role).toBe('user');
    const [head, ...rest] = String(message?.content).split('\n\n');
    if (typeof instruction === 'string') expect(head).toBe(instruction);
    else expect(head).toMatch(instruction);
    expect(rest).toEqual([words]);
  });
});
