import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';
import { startWhole, type Whole } from '../../support/whole.ts';

let vllm: VllmDouble | undefined;
let whole: Whole | undefined;

afterEach(async () => {
  await whole?.close();
  await vllm?.close();
});

/** The real client over all of Switchboard, with a code expert of this root. */
async function start(root: string): Promise<OpenAI> {
  vllm = await startVllm({ models: [{ id: 'code', root }], script: () => 'return a + b' });
  whole = await startWhole({ general: [vllm.url], code: [vllm.url] });
  return new OpenAI({ baseURL: `${whole.url}/v1`, apiKey: 'none', maxRetries: 0 });
}

const sent = () => vllm?.requests.findLast(({ path }) => path === '/v1/completions')?.body;
const PREFIX = 'def add(a, b):\n    ';
const SUFFIX = '\n\nprint(add(1, 2))';

describe('POST /v1/completions', () => {
  test.each([
    ['bigcode/starcoder2-7b', `<fim_prefix>${PREFIX}<fim_suffix>${SUFFIX}<fim_middle>`],
    ['Qwen/Qwen2.5-Coder-7B-Instruct', `<|fim_prefix|>${PREFIX}<|fim_suffix|>${SUFFIX}<|fim_middle|>`],
    ['codellama/CodeLlama-7b-hf', `<PRE> ${PREFIX} <SUF>${SUFFIX} <MID>`],
  ])('fills the gap as %s was trained to', async (root, prompt) => {
    const client = await start(root);
    const { choices, usage } = await client.completions.create({
      model: 'code',
      prompt: PREFIX,
      suffix: SUFFIX,
      max_tokens: 20,
    });
    expect(choices[0]).toMatchObject({ text: 'return a + b', finish_reason: 'stop' });
    expect(usage?.total_tokens).toBeGreaterThan(0);
    expect(sent()).toMatchObject({ prompt, max_tokens: 20 });
  });

  test('without a suffix the prompt goes out as it is', async () => {
    const client = await start('bigcode/starcoder2-7b');
    await client.completions.create({ model: 'code', prompt: PREFIX });
    expect(sent()).toMatchObject({ prompt: PREFIX });
  });

  test('streams', async () => {
    const client = await start('bigcode/starcoder2-7b');
    let text = '';
    for await (const chunk of await client.completions.create({ model: 'code', prompt: 'x', stream: true })) {
      text += chunk.choices[0]?.text ?? '';
    }
    expect(text).toBe('return a + b');
  });

  test('the caller’s own stops go before the model’s, four in all', async () => {
    const client = await start('Qwen/Qwen2.5-Coder-7B-Instruct');
    await client.completions.create({ model: 'code', prompt: 'a', suffix: 'b', stop: ['END', ';'] });
    expect(sent()).toMatchObject({ stop: ['END', ';', '<|endoftext|>', '<|file_sep|>'] });
  });

  test('a code expert that is down is said to be down: nobody can stand in for it', async () => {
    const client = await start('bigcode/starcoder2-7b');
    await vllm?.set({ down: true });
    const attempt = client.completions.create({ model: 'code', prompt: 'a', suffix: 'b' });
    await expect(attempt).rejects.toMatchObject({ status: 503 });
  });

  test('a model that cannot fill gaps is said, with what to do', async () => {
    const client = await start('Qwen/Qwen2.5-7B-Instruct');
    const attempt = client.completions.create({ model: 'code', prompt: PREFIX, suffix: SUFFIX });
    await expect(attempt).rejects.toMatchObject({ status: 400, param: 'suffix' });
    await expect(attempt).rejects.toThrow(/cannot fill a gap.*EXPERT_CODE_URL/);
  });

  test.each([
    [{}, 'prompt'],
    [{ prompt: '' }, 'prompt'],
    [{ prompt: 'x', max_tokens: 0 }, 'max_tokens'],
    [{ prompt: 'x', n: 2 }, 'n'],
  ])('refuses %j and names the field', async (body, param) => {
    await start('bigcode/starcoder2-7b');
    const response = await fetch(`${whole?.url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});
