import { afterEach, describe, expect, test } from 'vitest';
import { startOneExpert } from '../../support/one-expert.ts';

let served: Awaited<ReturnType<typeof startOneExpert>> | undefined;
afterEach(() => served?.close());

async function serve(...parts: Parameters<typeof startOneExpert>) {
  served = await startOneExpert(...parts);
  return served;
}

const SCHEMA = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
const FORMAT = { type: 'json_schema', json_schema: { name: 'answer', schema: SCHEMA } };
const BOXED = 'Please reason step by step, and put your final answer within \\boxed{}.';

describe('a stateless request', () => {
  test('Qwen2.5-Math is asked for \\boxed{} also beside the caller’s system text', async () => {
    const expert = await serve('math', { root: 'Qwen/Qwen2.5-Math-7B-Instruct', window: 4096 });
    const { body } = await expert.complete([
      ['system', 'You teach.'],
      ['user', '2+2?'],
    ]);
    expect(body?.messages).toEqual([
      { role: 'system', content: 'You teach.' },
      { role: 'user', content: `2+2?\n${BOXED}` },
    ]);
  });

  test('Hunyuan-MT and its like get the last message in the prompt of the card, not the history', async () => {
    const expert = await serve('translate', { root: 'tencent/Hunyuan-MT-7B' });
    const { body } = await expert.complete([
      ['system', 'You are kind.'],
      ['user', 'to French: one'],
      ['assistant', 'un'],
      ['user', 'to French: two'],
    ]);
    const prompt = 'Translate the following segment into French, without additional explanation.\n\ntwo';
    expect(body?.messages).toEqual([{ role: 'user', content: prompt }]);
  });

  test.each(['deepseek-ai/deepseek-math-7b-instruct', 'bigcode/starcoder2-15b-instruct-v0.1'])(
    '%s: the caller’s system text goes to the first message of the person',
    async (root) => {
      const expert = await serve('math', { root, window: 4096 });
      const { body } = await expert.complete([
        ['system', 'Be brief.'],
        ['user', 'hi'],
        ['assistant', 'hello'],
        ['user', '2+2?'],
      ]);
      const messages = body?.messages as { role: string; content: string }[];
      expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
      expect(messages[0]?.content).toBe('Be brief.\n\nhi');
    },
  );
});

describe('special tokens stand in the text only where every stop that ends at them is sent', () => {
  test.each([
    [[], false],
    [['END', ';'], undefined],
  ])('with the caller’s stops %j', async (stop, skipSpecialTokens) => {
    const served = { root: 'bigcode/starcoder2-7b', chatTemplate: false, answer: ' f(): pass' };
    const expert = await serve('code', served);
    const { body } = await expert.complete([['user', 'write f']], { stop });
    expect(body?.skip_special_tokens).toBe(skipSpecialTokens);
    expect(body?.stop).toEqual(expect.arrayContaining([...stop, '<file_sep>']));
  });
});

describe('a request for JSON', () => {
  const json = { json: SCHEMA };

  test('StarCoder2: constrained by the server, without a fence, stops or a definition', async () => {
    const served = { root: 'bigcode/starcoder2-7b', chatTemplate: false, answer: '{"n":4}' };
    const expert = await serve('code', served);
    const { body, path, receipt } = await expert.complete([['user', 'count to four']], json);
    expect(path).toBe('/v1/completions');
    expect(body).toMatchObject({
      prompt: '// count to four\n// The answer, as JSON:\n',
      response_format: FORMAT,
    });
    expect(body).not.toHaveProperty('stop');
    expect(receipt?.response).toBe('{"n":4}');
  });

  test('MetaMath: constrained by the server, without steps', async () => {
    const served = { root: 'meta-math/MetaMath-7B-V1.0', chatTemplate: false, window: 4096 };
    const expert = await serve('math', { ...served, answer: '{"n":4}' });
    const { body, receipt } = await expert.complete([['user', '2+2?']], json);
    expect(body?.prompt).toMatch(/### Instruction:\n2\+2\?\n\n### Response:\n$/);
    expect(body?.response_format).toEqual(FORMAT);
    expect(receipt?.response).toBe('{"n":4}');
  });

  test('DeepSeek-Math has no system role: asked in the message', async () => {
    const expert = await serve('math', { root: 'deepseek-ai/deepseek-math-7b-instruct', answer: '{"n":4}' });
    const { body } = await expert.complete([['user', '2+2?']], json);
    const content = 'You are a helpful assistant. Reply with JSON only.\n\n2+2?';
    expect(body?.messages).toEqual([{ role: 'user', content }]);
    expect(body?.response_format).toEqual(FORMAT);
  });

  test('LLaVA has no system role: asked in the message', async () => {
    const root = 'llava-hf/llava-1.5-7b-hf';
    const expert = await serve('vision', { root, vision: true, window: 4096, answer: '{"n":4}' });
    const { body } = await expert.complete([['user', 'how many?']], json);
    expect(body?.messages).toEqual([
      { role: 'user', content: 'You are a helpful assistant. Reply with JSON only.\n\nhow many?' },
    ]);
  });

  test('Qwen2.5-Math: our JSON system text, or the caller’s with a word about JSON, and no \\boxed{}', async () => {
    const expert = await serve('math', { root: 'Qwen/Qwen2.5-Math-7B-Instruct', answer: '{"n":4}' });
    expect((await expert.complete([['user', '2+2?']], json)).body?.messages).toEqual([
      { role: 'system', content: 'You are a helpful assistant. Reply with JSON only.' },
      { role: 'user', content: '2+2?' },
    ]);
    const history = [
      ['system', 'You teach.'],
      ['user', '2+2?'],
    ] as const;
    expect((await expert.complete(history, json)).body?.messages).toEqual([
      { role: 'system', content: 'You teach.' },
      { role: 'user', content: '2+2?\n\nReply with JSON only.' },
    ]);
  });

  test.each([
    ['general', 'Qwen/Qwen2.5-7B-Instruct'],
    ['translate', 'tencent/Hunyuan-MT-7B'],
  ] as const)(
    '%s: the server’s or card’s own repetition penalty is off, since JSON repeats itself',
    async (name, root) => {
      const expert = await serve(name, { root, answer: '{"n":4}' });
      expect((await expert.complete([['user', 'how many?']], json)).body).toMatchObject({
        repetition_penalty: 1,
      });
      // Without JSON it stays.
      expect((await expert.complete([['user', 'how many?']])).body?.repetition_penalty).not.toBe(1);
    },
  );
});
