import { expect, test } from 'vitest';
import { renderChat } from './vllm/chat-template.ts';
import { tokenize } from './vllm/tokenizer.ts';
import { ask, chunksOf, clientOf, HELLO, MODEL, refusal, start } from './vllm-client.ts';

const PNG = 'data:image/png;base64,iVBORw0KGgo=';

async function post(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
  });
  return { status: response.status, body: await response.json() };
}

test('the models are listed with their root, parent and window', async () => {
  const { vllm, client } = await start({
    window: 8192,
    models: ['main', { id: 'lora', root: '/adapters/x', parent: 'main', window: 4096 }],
  });
  const models = (await client.models.list()).data;
  expect(models).toMatchObject([
    { id: 'main', root: 'main', parent: null, max_model_len: 8192, object: 'model', owned_by: 'vllm' },
    { id: 'lora', root: '/adapters/x', parent: 'main', max_model_len: 4096 },
  ]);
  expect(vllm.url).toBe(`${vllm.root}/v1`);
});

test('health, ping, version and metrics stand at the root', async () => {
  const { vllm, client } = await start();
  await ask(client);
  const get = (path: string) => fetch(vllm.root + path);
  expect((await get('/health')).status).toBe(200);
  expect(await (await get('/version')).json()).toEqual({ version: expect.any(String) });
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toContain(`vllm:num_requests_running{engine="0",model_name="${MODEL}"} 0\n`);
  expect(metrics).toContain('finished_reason="stop"} 1\n');
  expect((await get('/v1/health')).status).toBe(404);
  expect(await (await get('/tokenize')).json()).toEqual({ detail: 'Method Not Allowed' });

  await vllm.set({ engineDead: true });
  expect((await get('/health')).status).toBe(503);
  expect((await get('/ping')).status).toBe(503);
  expect(await refusal(ask(client))).toMatchObject({ status: 500, type: 'InternalServerError' });
});

test('tokenize counts what usage then says, and detokenize gives the text back', async () => {
  const { vllm, client } = await start({ window: 4096 });
  const counted = await post(`${vllm.root}/tokenize`, HELLO);
  const tokens = tokenize(renderChat(HELLO.messages));
  expect(counted.body).toEqual({ count: tokens.length, max_model_len: 4096, tokens, token_strs: null });
  expect((await ask(client)).usage?.prompt_tokens).toBe(tokens.length);

  const raw = await post(`${vllm.root}/tokenize`, { prompt: 'Grüße, 世界' });
  const { tokens: ids } = raw.body as { tokens: number[] };
  expect(await post(`${vllm.root}/detokenize`, { tokens: ids })).toEqual({
    status: 200,
    body: { prompt: 'Grüße, 世界' },
  });
});

test('the same request gets the same readable answer, with usage that adds up', async () => {
  const { client } = await start();
  const [first, second] = [await ask(client), await ask(client)];
  const content = first.choices[0]?.message.content ?? '';
  expect(content).toContain('Hello there');
  expect(second.choices).toEqual(first.choices);
  expect(first).toMatchObject({ object: 'chat.completion', model: MODEL });
  expect(first.choices[0]?.finish_reason).toBe('stop');
  // The end of turn is a generated token, too.
  const generated = tokenize(content).length + 1;
  const prompt = tokenize(renderChat(HELLO.messages)).length;
  expect(first.usage).toEqual({
    prompt_tokens: prompt,
    completion_tokens: generated,
    total_tokens: prompt + generated,
    prompt_tokens_details: null,
  });
});

test('a stream begins with the role, ends with finish_reason, and with usage in a chunk without choices', async () => {
  const { client } = await start({ script: () => 'One two three' });
  const chunks = await chunksOf(client, { stream_options: { include_usage: true } });
  expect(chunks.map((chunk) => chunk.choices[0]?.delta)).toEqual([
    { role: 'assistant', content: '' },
    { content: 'One' },
    { content: ' two' },
    { content: ' thre' },
    { content: 'e' },
    { content: '' },
    undefined,
  ]);
  expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([
    ...Array(5).fill(null),
    'stop',
    undefined,
  ]);
  expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  expect(chunks.slice(0, -1).every((chunk) => chunk.usage === undefined)).toBe(true);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 5 } });
});

test('usage runs along with continuous_usage_stats, and without stream_options there is none', async () => {
  const { client } = await start({ script: () => 'One two', tokensPerChunk: 2 });
  const options = { include_usage: true, continuous_usage_stats: true };
  const counted = await chunksOf(client, { stream_options: options });
  expect(counted.map((chunk) => chunk.usage?.completion_tokens)).toEqual([0, 2, 3, 3]);
  const bare = await chunksOf(client);
  expect(bare.some((chunk) => chunk.usage !== undefined)).toBe(false);
  expect(bare.at(-1)?.choices[0]?.finish_reason).toBe('stop');
});

test('the script sees the body and decides text, reasoning and finish; leaving it undecided is allowed', async () => {
  const { client } = await start({
    script: (body) => {
      if (body.seed === 1) return { text: 'Four.', reasoning: 'Two and two', finish: 'length' };
      return undefined;
    },
  });
  const thought = await ask(client, { seed: 1 });
  expect(thought.choices[0]).toMatchObject({
    message: { content: 'Four.', reasoning: 'Two and two' },
    finish_reason: 'length',
  });
  const deltas = (await chunksOf(client, { seed: 1 })).map((chunk) => chunk.choices[0]?.delta);
  expect(deltas).toContainEqual({ reasoning: ' and' });
  expect((await ask(client)).choices[0]?.message.content).toContain('Hello there');
});

test('the output cap cuts by tokens, and a stop string cuts before itself', async () => {
  const { client } = await start({ script: () => 'One two three four' });
  const capped = await ask(client, { max_completion_tokens: 2 });
  expect(capped.choices[0]).toMatchObject({ message: { content: 'One two' }, finish_reason: 'length' });
  const stopped = await ask(client, { stop: ['four', ' three'] });
  expect(stopped.choices[0]).toMatchObject({
    message: { content: 'One two' },
    finish_reason: 'stop',
    stop_reason: ' three',
  });
});

test('what does not fit the window is refused with the facts in message and param', async () => {
  const { client } = await start({ window: 100 });
  const messages = [{ role: 'user', content: 'word '.repeat(80) }];
  const prompt = tokenize(renderChat(messages as never)).length;
  const over = await refusal(ask(client, { messages, max_tokens: 100 - prompt + 1 }));
  expect(over).toMatchObject({ status: 400, type: 'BadRequestError', param: 'input_tokens', code: 400 });
  expect(over.message).toContain("This model's maximum context length is 100 tokens.");
  expect(over.message).toContain(`your prompt contains at least ${prompt} input tokens`);
  expect((await ask(client, { messages, max_tokens: 100 - prompt })).usage?.total_tokens).toBe(100);

  const output = await refusal(ask(client, { max_completion_tokens: 101 }));
  expect(output).toMatchObject({ status: 400, param: 'max_completion_tokens' });
  const chars = await refusal(ask(client, { messages: [{ role: 'user', content: 'x'.repeat(10_000) }] }));
  expect(chars).toMatchObject({ status: 400, param: 'input_text' });
});

test.each([
  ['empty messages', { messages: [] }, 'BadRequestError', null],
  ['no messages', { messages: undefined }, 'Bad Request', 'body.messages'],
  [
    'stream_options without stream',
    { stream_options: { include_usage: true } },
    'Bad Request',
    'stream_options',
  ],
  ['an empty list of tools', { tools: [] }, 'Bad Request', 'tools'],
  ['five stop strings', { stop: ['a', 'b', 'c', 'd', 'e'] }, 'Bad Request', 'body.stop'],
  ['two choices at temperature 0', { n: 2, temperature: 0 }, 'BadRequestError', null],
  ['a priority where it is not switched on', { priority: -1 }, 'BadRequestError', null],
  ['top_logprobs without logprobs', { top_logprobs: 2 }, 'Bad Request', 'top_logprobs'],
  ['more than 20 logprobs', { logprobs: true, top_logprobs: 21 }, 'BadRequestError', null],
  [
    'two kinds of structured output',
    { structured_outputs: { choice: ['a'], regex: 'a' } },
    'Bad Request',
    null,
  ],
  ['no kind of structured output', { structured_outputs: {} }, 'Bad Request', null],
  ['a wrong type', { max_tokens: 'many' }, 'Bad Request', 'body.max_tokens'],
  ['no output at all', { max_tokens: 0 }, 'BadRequestError', 'max_tokens'],
  ['prefill with an opened answer', { continue_final_message: true }, 'Bad Request', null],
  ['a template of its own', { chat_template: '{{ x }}' }, 'BadRequestError', null],
  ['a salt with a slash', { cache_salt: 'a/b' }, 'Bad Request', 'cache_salt'],
  ['an image for a model without eyes', { messages: imageMessages(PNG) }, 'BadRequestError', null],
])('%s is refused with 400', async (_, extra, type, param) => {
  const { client } = await start();
  const error = await refusal(ask(client, extra));
  expect(error).toMatchObject({ status: 400, type, code: 400 });
  if (param !== null) expect(error.param).toBe(param);
});

function imageMessages(url: string) {
  const content = [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url } },
  ];
  return [{ role: 'user', content }];
}

test('a body that is no JSON, or is not declared as such, is refused with 400', async () => {
  const { vllm } = await start();
  const path = `${vllm.url}/chat/completions`;
  expect(await post(path, '{"model":')).toMatchObject({
    status: 400,
    body: { error: { type: 'Bad Request' } },
  });
  const plain = await fetch(path, { method: 'POST', body: JSON.stringify(HELLO) });
  expect(plain.status).toBe(400);
});

test('unknown fields are ignored, the removed guided_ ones among them', async () => {
  const { client } = await start();
  const answer = await ask(client, {
    guided_choice: ['yes'],
    extra_body: { x: 1 },
    repetition_penalty: 1,
    seed: 3,
  });
  expect(answer.choices[0]?.message.content).toContain('Hello there');
});

test('an unknown model is 404 with the param, on every endpoint that names one', async () => {
  const { vllm, client } = await start();
  const error = await refusal(ask(client, { model: 'nobody' }));
  expect(error).toMatchObject({ status: 404, type: 'NotFoundError', param: 'model', code: 404 });
  const counted = await post(`${vllm.root}/tokenize`, { model: 'nobody', prompt: 'x' });
  expect(counted.status).toBe(404);
});

test('a key guards /v1 and nothing else, and its refusal is a bare string', async () => {
  const { vllm, client } = await start({ apiKey: 'right' }, 'wrong');
  expect((await refusal(ask(client))).status).toBe(401);
  const bare = await fetch(`${vllm.url}/models`);
  expect([bare.status, await bare.json()]).toEqual([401, { error: 'Unauthorized' }]);
  expect((await post(`${vllm.root}/tokenize`, { prompt: 'x' })).status).toBe(200);
  expect((await clientOf(vllm.url, 'right').models.list()).data).toHaveLength(1);
});

test('an API that the model does not have is 501', async () => {
  const { client } = await start({ models: [MODEL, { id: 'embedder', runner: 'pooling' }] });
  expect(await refusal(ask(client, { model: 'embedder' }))).toMatchObject({
    status: 501,
    type: 'NotImplementedError',
  });
  expect((await refusal(client.embeddings.create({ model: MODEL, input: 'x' }))).status).toBe(501);
});

test('a model without a chat template completes but does not chat', async () => {
  const { client } = await start({ models: [{ id: 'base', chatTemplate: false }] });
  const error = await refusal(ask(client, { model: 'base' }));
  expect(error).toMatchObject({ status: 400, type: 'BadRequestError' });
  expect(error.message).toContain('chat template');
  const raw = await client.completions.create({
    model: 'base',
    prompt: '<fim_prefix>a<fim_suffix>b<fim_middle>',
  });
  expect(raw.choices[0]?.text).not.toBe('');
});

test('images are taken as data, and an address that cannot be fetched is 422', async () => {
  const { client } = await start({ models: [{ id: MODEL, vision: true }] });
  const seen = await ask(client, { messages: imageMessages(PNG) });
  expect(seen.usage?.prompt_tokens).toBe(tokenize(renderChat(imageMessages(PNG) as never)).length);
  const far = await refusal(ask(client, { messages: imageMessages('https://example.org/a.png') }));
  expect(far).toMatchObject({ status: 422, type: 'UnprocessableEntityError' });
  expect((await refusal(ask(client, { messages: imageMessages('data:nonsense') }))).status).toBe(400);
});

test('cached tokens are full blocks shared with earlier prompts and answers, per salt and image', async () => {
  const { vllm, client } = await start({ promptTokensDetails: true, models: [{ id: MODEL, vision: true }] });
  const history = [
    { role: 'system', content: 'You are careful and brief. '.repeat(10) },
    { role: 'user', content: 'First question' },
  ];
  const cachedOf = async (extra: Record<string, unknown>) =>
    (await ask(client, extra)).usage?.prompt_tokens_details?.cached_tokens;
  const blocks = (tokens: number) => Math.floor(tokens / 16) * 16;

  expect(await cachedOf({ messages: history })).toBe(0);
  const prompt = tokenize(renderChat(history as never)).length;
  expect(await cachedOf({ messages: history })).toBe(blocks(prompt - 1));
  const { content } = (await ask(client, { messages: history })).choices[0]?.message ?? {};
  const next = [...history, { role: 'assistant', content }, { role: 'user', content: 'Second question' }];
  const answered = tokenize(`${renderChat(history as never)}${content}<|im_end|>`).length;
  expect(await cachedOf({ messages: next })).toBe(blocks(answered));

  expect(await cachedOf({ messages: next, cache_salt: 'other' })).toBe(0);
  const picture = (name: string) => [...history, ...imageMessages(`data:image/png;base64,${name}`)];
  await ask(client, { messages: picture('AAAA') });
  const before = tokenize(renderChat(history as never, { addGenerationPrompt: false })).length;
  expect(await cachedOf({ messages: picture('BBBB') })).toBeLessThan(before + 16);
  await vllm.set({ sleeping: true });
  await vllm.set({ sleeping: false });
  expect(await cachedOf({ messages: next })).toBe(0);
});

test('several choices, and several prompts, come side by side', async () => {
  const { client } = await start({ script: () => 'Yes' });
  expect((await ask(client, { n: 2, temperature: 1 })).choices.map(({ index }) => index)).toEqual([0, 1]);
  const raw = await client.completions.create({ model: MODEL, prompt: ['a', 'b'] });
  expect(raw.choices.map(({ index, text }) => [index, text])).toEqual([
    [0, 'Yes'],
    [1, 'Yes'],
  ]);
});

test('raw completions answer, stream, default to 16 tokens, and refuse a suffix', async () => {
  const { vllm, client } = await start({ script: () => 'a '.repeat(40) });
  const params = { model: MODEL, prompt: 'Once upon' };
  const whole = await client.completions.create({ ...params, logprobs: 2 });
  expect(whole).toMatchObject({ object: 'text_completion', usage: { completion_tokens: 16 } });
  expect(whole.choices[0]?.finish_reason).toBe('length');
  expect(whole.choices[0]?.logprobs?.tokens?.join('')).toBe(whole.choices[0]?.text);

  const stream = await client.completions.create({ ...params, stream: true });
  const chunks = await Array.fromAsync(stream);
  expect(chunks.map((chunk) => chunk.choices[0]?.text).join('')).toBe(whole.choices[0]?.text);
  expect((await refusal(client.completions.create({ ...params, suffix: 'end' }))).status).toBe(400);
  const ids = await client.completions.create({ model: MODEL, prompt: tokenize('Once upon') });
  expect(ids.usage?.prompt_tokens).toBe(tokenize('Once upon').length);
  expect((await post(`${vllm.url}/completions`, { model: MODEL })).status).toBe(400);
});

test('embeddings are unit vectors, the same in both encodings, nearer for texts that share words', async () => {
  const { vllm, client } = await start({ models: [{ id: 'embedder', runner: 'pooling', window: 64 }] });
  const input = ['the red cat', 'the red dog', 'quantum chromodynamics'];
  // The client asks for base64 by itself and decodes it.
  const { data, usage } = await client.embeddings.create({ model: 'embedder', input });
  expect(vllm.requests[0]?.body).toMatchObject({ encoding_format: 'base64' });
  const [cat = [], dog = [], quantum = []] = data.map(({ embedding }) => embedding);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  expect(dot(cat, cat)).toBeCloseTo(1, 5);
  expect(dot(cat, dog)).toBeGreaterThan(dot(cat, quantum));
  expect(usage.prompt_tokens).toBe(input.reduce((sum, text) => sum + tokenize(text).length, 0));

  const floats = await client.embeddings.create({
    model: 'embedder',
    input: 'the red cat',
    encoding_format: 'float',
  });
  expect(floats.data[0]?.embedding.map((value) => Math.fround(value))).toEqual(
    cat.map((value) => Math.fround(value)),
  );
  const long = client.embeddings.create({ model: 'embedder', input: 'word '.repeat(80) });
  expect(await refusal(long)).toMatchObject({ status: 400, param: 'input_tokens' });
});

test('the client is told what it sent, with path, headers and time', async () => {
  const { vllm, client } = await start();
  const coming = vllm.nextRequest();
  await ask(client);
  const request = await coming;
  expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions', body: HELLO });
  expect(request.headers.authorization).toBe('Bearer none');
  expect(request.at).toBeLessThanOrEqual(performance.now());
  expect(vllm.requests).toEqual([request]);
});
