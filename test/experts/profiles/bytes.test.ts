import { afterEach, describe, expect, test } from 'vitest';
import { tinyllama } from '../../../src/experts/profiles/tinyllama.ts';
import { startOneExpert } from '../../support/one-expert.ts';
import { PIXEL } from '../../support/turns.ts';

let served: Awaited<ReturnType<typeof startOneExpert>> | undefined;
afterEach(() => served?.close());

async function serve(...parts: Parameters<typeof startOneExpert>) {
  served = await startOneExpert(...parts);
  return served;
}

describe('what reaches the server is what the model was trained on', () => {
  test('Qwen2.5-Coder: chat, without a repetition penalty', async () => {
    const { ask } = await serve('code', { root: 'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ' });
    const { body, path } = await ask('write a debounce in TypeScript');
    expect(path).toBe('/v1/chat/completions');
    expect(body).toMatchObject({ model: 'code', temperature: 0.2, repetition_penalty: 1 });
    expect(body?.messages).toEqual([
      { role: 'system', content: expect.stringContaining('expert programmer') },
      { role: 'user', content: 'write a debounce in TypeScript' },
    ]);
  });

  test('StarCoder2: the head of a file through completions, its output fenced', async () => {
    const served = {
      root: 'bigcode/starcoder2-7b',
      chatTemplate: false,
      answer: ' add(a, b):\n    return a + b',
    };
    const { ask } = await serve('code', served);
    const { body, path, receipt } = await ask('write a function\nthat adds two numbers');
    expect(path).toBe('/v1/completions');
    expect(body?.prompt).toBe('# write a function\n# that adds two numbers\n\ndef');
    expect(body?.stop).toEqual(['<|endoftext|>', '<file_sep>', '\n```', '\n\n\n']);
    // Otherwise vLLM would take the stop out of the text before it looks for it.
    expect(body?.skip_special_tokens).toBe(false);
    expect(receipt?.response).toBe('```python\ndef add(a, b):\n    return a + b\n```');
  });

  test('StarCoder2 writes in the language that was named', async () => {
    const { ask } = await serve('code', {
      root: 'bigcode/starcoder2-7b',
      chatTemplate: false,
      answer: ' f() {}',
    });
    const { body, receipt } = await ask('a JavaScript function that does nothing');
    expect(body?.prompt).toBe('// a JavaScript function that does nothing\n\nfunction');
    expect(receipt?.response).toBe('```javascript\nfunction f() {}\n```');
  });

  test('CodeLlama-Instruct: the server’s template', async () => {
    const { ask } = await serve('code', { root: 'codellama/CodeLlama-7b-Instruct-hf' });
    const { body, path } = await ask('sort a list');
    expect(path).toBe('/v1/chat/completions');
    expect(body).toMatchObject({ temperature: 0.2, repetition_penalty: 1 });
    expect(body?.messages).toEqual([
      { role: 'system', content: expect.stringContaining('expert programmer') },
      { role: 'user', content: 'sort a list' },
    ]);
    expect(body).not.toHaveProperty('stop');
  });

  test('StarCoder2-Instruct: its template refuses a system text', async () => {
    const { ask } = await serve('code', { root: 'bigcode/starcoder2-15b-instruct-v0.1' });
    const { body, path } = await ask('sort a list');
    expect(path).toBe('/v1/chat/completions');
    expect(body?.messages).toEqual([{ role: 'user', content: 'sort a list' }]);
  });

  test.each([
    ['codellama/CodeLlama-7b-hf', ['<EOT>']],
    ['codellama/CodeLlama-7b-Python-hf', []],
  ])('%s: the head of a file, ended by %j, its own end token or where it strays', async (root, ends) => {
    const { ask } = await serve('code', { root, chatTemplate: false, answer: ' f():\n    pass' });
    const { body, path, receipt } = await ask('write f');
    expect(path).toBe('/v1/completions');
    expect(body?.prompt).toBe('# write f\n\ndef');
    expect(body?.stop).toEqual([...ends, '\n```', '\n\n\n', '\nif __name__']);
    expect(receipt?.response).toBe('```python\ndef f():\n    pass\n```');
  });

  test('a base model is kept from writing both sides of the talk', async () => {
    const { ask } = await serve('code', { root: 'Qwen/Qwen2.5-Coder-7B' });
    const { body, path } = await ask('sort a list');
    expect(path).toBe('/v1/chat/completions');
    expect(body).toMatchObject({ stop: ['<|im_end|>', '<|im_start|>'], skip_special_tokens: false });
  });

  test('StarCoder2: nothing written is said, not shown as an empty block', async () => {
    const { answer, ask } = await serve('code', {
      root: 'bigcode/starcoder2-7b',
      chatTemplate: false,
      answer: '',
    });
    expect((await ask('write f')).receipt?.response).toMatch(/^The code model wrote nothing\./);
    answer(' \n ');
    expect((await ask('写一个函数')).receipt?.response).toMatch(/^代码模型什么也没写/);
  });

  test('StarCoder2: a fence in what it writes ends the answer', async () => {
    const answer = ' f():\n    pass\n```\nThis is f.';
    const { ask } = await serve('code', { root: 'bigcode/starcoder2-7b', chatTemplate: false, answer });
    expect((await ask('write f')).receipt?.response).toBe('```python\ndef f():\n    pass\n```');
  });

  test('StarCoder2: a fence at the very start, where no definition was opened, is none of ours', async () => {
    const answer = '```cpp\nint f();\n```';
    const { ask } = await serve('code', { root: 'bigcode/starcoder2-7b', chatTemplate: false, answer });
    const { body, receipt } = await ask('write f in C++');
    expect(body?.stop).toContain('```');
    expect(receipt?.response).toMatch(/^The code model wrote nothing\./);
  });

  test('MetaMath: the Alpaca preamble to the letter, greedy, and its final answer read', async () => {
    const answer = ' 15% of 4810 is 721.5.\nThe answer is: 721.5';
    const served = { root: 'meta-math/MetaMath-7B-V1.0', chatTemplate: false, window: 4096, answer };
    const { ask } = await serve('math', served);
    const { body, path, receipt } = await ask('What is 15% of 4810?');
    expect(body?.stop).toEqual(['\n### Instruction:', '</s>']);
    expect(path).toBe('/v1/completions');
    expect(body?.prompt).toBe(
      "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nWhat is 15% of 4810?\n\n### Response: Let's think step by step.",
    );
    expect(body).toMatchObject({ temperature: 0, max_tokens: 512, repetition_penalty: 1 });
    expect(receipt?.checks).toContainEqual({
      name: 'final_answer',
      status: 'skipped',
      detail:
        '721.5 (as the model marked it; not verified: the question has no single equation to put it into)',
    });
    const next = await ask('and of 100?');
    expect(next.body?.prompt).toContain('What is 15% of 4810?\n(Answered: 721.5)\n\nand of 100?');
  });

  test('DeepSeek-Math: no system prompt, step by step and boxed, in the language of the question', async () => {
    const served = { root: 'deepseek-ai/deepseek-math-7b-instruct', window: 4096, answer: 'So \\boxed{4}.' };
    const { ask } = await serve('math', served);
    const { body, receipt } = await ask('2+2?');
    const asked = '2+2?\nPlease reason step by step, and put your final answer within \\boxed{}.';
    expect(body?.messages).toEqual([{ role: 'user', content: asked }]);
    // Its own end token is enough.
    expect(body).not.toHaveProperty('stop');
    expect(body).not.toHaveProperty('skip_special_tokens');
    expect(receipt?.checks).toContainEqual({
      name: 'final_answer',
      status: 'skipped',
      detail: '4 (as the model marked it; not verified: the question has no single equation to put it into)',
    });
    const zh = (await ask('二加二等于几？')).body?.messages as { content: string }[];
    expect(zh.at(-1)?.content).toBe(
      '二加二等于几？\n请通过逐步推理来解答问题，并把最终答案放置于\\boxed{}中。',
    );
  });

  test('Qwen2.5-Math: boxed by the system text', async () => {
    const { ask } = await serve('math', { root: 'Qwen/Qwen2.5-Math-7B-Instruct', window: 4096 });
    expect((await ask('2+2?')).body?.messages).toEqual([
      {
        role: 'system',
        content: 'Please reason step by step, and put your final answer within \\boxed{}.',
      },
      { role: 'user', content: '2+2?' },
    ]);
  });

  test('Hunyuan-MT: the prompts of its card, by the languages', async () => {
    const { ask } = await serve('translate', { root: 'tencent/Hunyuan-MT-7B' });
    const { body } = await ask('Translate into French: good morning');
    expect(body).toMatchObject({ temperature: 0.7, top_p: 0.6, top_k: 20, repetition_penalty: 1.05 });
    expect(body?.messages).toEqual([
      {
        role: 'user',
        content:
          'Translate the following segment into French, without additional explanation.\n\ngood morning',
      },
    ]);
    expect((await ask('翻译成英文：你好')).body?.messages).toEqual([
      { role: 'user', content: '把下面的文本翻译成英语，不要额外解释。\n\n你好' },
    ]);
  });

  test('Qwen2.5-VL: two pictures at most, and what was not looked at is said', async () => {
    const { ask } = await serve('vision', { root: 'Qwen/Qwen2.5-VL-7B-Instruct', vision: true });
    const { body, receipt } = await ask('what is it?', 3);
    const url = `data:image/png;base64,${PIXEL}`;
    const messages = body?.messages as unknown[];
    expect(messages.at(-1)).toEqual({
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url } },
        { type: 'image_url', image_url: { url } },
        { type: 'text', text: 'what is it?' },
      ],
    });
    expect(receipt?.checks).toMatchObject([{ name: 'images', status: 'skipped' }]);
  });

  test('LLaVA-1.5: one picture, no system text', async () => {
    const { ask } = await serve('vision', { root: 'llava-hf/llava-1.5-7b-hf', vision: true, window: 4096 });
    const { body } = await ask('what is it?', 2);
    const url = `data:image/png;base64,${PIXEL}`;
    const content = [
      { type: 'image_url', image_url: { url } },
      { type: 'text', text: 'what is it?' },
    ];
    expect(body?.messages).toEqual([{ role: 'user', content }]);
  });

  test('TinyLlama: the Zephyr template by the server, and nothing but JSON asked for', () => {
    const question = { text: "{'a': 1,}", bare: "{'a': 1,}", expert: 'structured', images: [] } as const;
    expect(tinyllama.layout({ shared: false, summary: null, turns: [], question })).toEqual({
      messages: [
        { role: 'system', content: 'You repair JSON. Reply with the corrected JSON only.' },
        { role: 'user', content: "{'a': 1,}" },
      ],
    });
  });

  test('a speaker’s name is not translated', async () => {
    const { ask } = await serve('translate', { root: 'tencent/Hunyuan-MT-7B' });
    const { body } = await ask('to German: good morning', 0, 'Ann');
    expect(body?.messages).toMatchObject([{ content: expect.not.stringContaining('Ann') }]);
  });

  test('what general saw in a large window reaches a small expert as what the question needs', async () => {
    const served = { root: 'meta-math/MetaMath-7B-V1.0', chatTemplate: false, window: 1024 };
    const { ask, askGeneral, general } = await serve('math', { ...served, answer: 'The answer is: 4' });
    general.set({ script: () => 'a long story '.repeat(300) });
    for (const text of ['one', 'two', 'three']) {
      await askGeneral(`tell me ${text}`);
    }
    // Short, but the turn before was no math: it is not dragged in.
    expect(String((await ask('What is 2+2?')).body?.prompt)).not.toMatch(/long story|tell me/);
    expect(String((await ask('and 3+3?')).body?.prompt)).toContain('What is 2+2?\n(Answered: 4)\n\nand 3+3?');
  });
});
