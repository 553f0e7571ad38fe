import OpenAI, { APIError } from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import type { Receipt } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { loadContractSchema } from '../../support/contract-schema.ts';
import { createFakeSwitchboard, type FakeOptions } from '../../support/fake-switchboard.ts';
import { type HttpHost, startHttpHost } from '../../support/http-host.ts';

const problems = loadContractSchema();
let host: HttpHost | undefined;

async function start(options: FakeOptions = {}, apiKey = 'none') {
  const switchboard = createFakeSwitchboard(options);
  host = await startHttpHost(switchboard);
  return { switchboard, client: new OpenAI({ apiKey, baseURL: `${host.url}/v1`, maxRetries: 0 }) };
}

afterEach(async () => {
  await host?.close();
  host = undefined;
});

const messages = [{ role: 'user' as const, content: 'good morning' }];
const fails = (code: 'expert_unavailable' | 'answer_broke_off', before = ''): FakeOptions => ({
  answer: async function* () {
    if (before !== '') yield before;
    throw new SwitchboardError(code, 'said in words');
  },
});

async function errorOf(run: () => Promise<unknown>): Promise<APIError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

describe('models', () => {
  test('are `auto` and the six experts, each with what answers for it', async () => {
    const { client } = await start();
    const models = await Array.fromAsync(client.models.list());
    expect(models.map(({ id }) => id)).toEqual([
      'auto',
      'general',
      'code',
      'math',
      'translate',
      'structured',
      'vision',
    ]);
    for (const model of models) {
      expect(model).toMatchObject({ object: 'model', owned_by: 'switchboard', created: expect.any(Number) });
    }
    expect(models[0]).toHaveProperty('switchboard', { model_used: 'fake-model', window: 4_096, state: 'up' });
    expect(models[2]).toHaveProperty('switchboard.state', 'played_by_general');
  });

  test('one can be asked for by its name', async () => {
    const { client } = await start();
    expect((await client.models.retrieve('math')).id).toBe('math');
    expect((await errorOf(() => client.models.retrieve('gpt-4'))).status).toBe(404);
  });
});

describe('a completion', () => {
  test('has OpenAI’s shape, the receipt and the expert’s header', async () => {
    const { client } = await start();
    const { data, response } = await client.chat.completions
      .create({ model: 'math', messages })
      .withResponse();
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: 'math',
      id: expect.stringMatching(/^chatcmpl-/),
    });
    expect(data.choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: 'You said: good morning', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ]);
    expect(data.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 });
    expect(data.usage?.prompt_tokens_details?.cached_tokens).toBe(2);
    expect(response.headers.get('x-switchboard-expert')).toBe('math');
    if (problems) expect(problems('receipt', (data as { switchboard?: unknown }).switchboard)).toEqual([]);
  });

  test('hands on the history, the limits and the sampling', async () => {
    const { client, switchboard } = await start();
    const image = 'data:image/png;base64,aGk=';
    await client.chat.completions.create({
      model: 'auto',
      messages: [
        { role: 'developer', content: 'be kind' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what' },
            { type: 'text', text: 'now?' },
          ],
        },
        { role: 'assistant', content: null },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look\u0000' },
            { type: 'image_url', image_url: { url: image } },
          ],
        },
      ],
      max_tokens: 10,
      max_completion_tokens: 20,
      temperature: 0,
      top_p: 0.5,
      seed: -3,
      stop: ['END'],
      user: 'ignored',
    });
    expect(switchboard.completions[0]).toMatchObject({
      expert: 'auto',
      messages: [
        { role: 'system', text: 'be kind', images: [] },
        { role: 'user', text: 'what\nnow?', images: [] },
        { role: 'assistant', text: '', images: [] },
        { role: 'user', text: 'look', images: [image] },
      ],
      maxTokens: 20,
      temperature: 0,
      topP: 0.5,
      seed: -3,
      stop: ['END'],
      json: null,
    });
  });

  test('keeps nothing: two of them do not know each other', async () => {
    const { client, switchboard } = await start();
    await client.chat.completions.create({ model: 'auto', messages });
    await client.chat.completions.create({ model: 'auto', messages });
    expect(switchboard.messages).toEqual([]);
    expect(new Set(switchboard.completions.map(({ id }) => id)).size).toBe(2);
  });

  test('takes `prompt` in place of messages, and a model that is left out is `auto`', async () => {
    const { client, switchboard } = await start();
    const data = await client.post('/chat/completions', { body: { prompt: 'hello' } });
    expect(data).toHaveProperty('choices[0].message.content', 'You said: hello');
    expect(switchboard.completions[0]).toMatchObject({ expert: 'auto', stop: [], maxTokens: null });
  });

  test('that fails is the client’s own error, with status, code and words', async () => {
    const { client } = await start(fails('expert_unavailable'));
    const error = await errorOf(() => client.chat.completions.create({ model: 'auto', messages }));
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error).toMatchObject({ status: 503, code: 'expert_unavailable', type: 'server_error' });
    expect(error.message).toContain('said in words');
  });

  test('with a wrong key is an authentication error', async () => {
    const { client } = await start({ config: { http: { apiKeys: ['right'] } } }, 'wrong');
    const error = await errorOf(() => client.chat.completions.create({ model: 'auto', messages }));
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
  });
});

describe('a streamed completion', () => {
  test('comes in pieces; the last one with a choice carries the receipt, usage only when asked for', async () => {
    const { client } = await start();
    const { data: stream, response } = await client.chat.completions
      .create({ model: 'code', messages, stream: true, stream_options: { include_usage: true } })
      .withResponse();
    expect(response.headers.get('x-switchboard-expert')).toBe('code');
    const chunks = await Array.fromAsync(stream);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant' });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      'You said: good morning',
    );
    const last = chunks.findLast((chunk) => chunk.choices.length > 0);
    expect(last?.choices[0]?.finish_reason).toBe('stop');
    const { switchboard } = last as unknown as { switchboard: Receipt };
    expect(switchboard.response).toBe('You said: good morning');
    if (problems) expect(problems('receipt', switchboard)).toEqual([]);
    expect(chunks.filter((chunk) => 'switchboard' in chunk)).toHaveLength(1);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 12 } });
    expect(new Set(chunks.map(({ id, model }) => `${id} ${model}`)).size).toBe(1);

    const plain = await client.chat.completions.create({ model: 'auto', messages, stream: true });
    expect((await Array.fromAsync(plain)).every((chunk) => chunk.choices.length === 1)).toBe(true);
  });

  test('ends with [DONE]', async () => {
    await start();
    const response = await fetch(`${host?.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'hi', stream: true }),
    });
    expect(await response.text()).toMatch(/\n\ndata: \[DONE\]\n\n$/);
  });

  test('that fails before its first text has its HTTP status', async () => {
    const { client } = await start(fails('expert_unavailable'));
    const error = await errorOf(() =>
      client.chat.completions.create({ model: 'auto', messages, stream: true }),
    );
    expect(error.status).toBe(503);
  });

  test('that breaks off gives its text until then, then the error', async () => {
    const { client } = await start(fails('answer_broke_off', 'half'));
    const stream = await client.chat.completions.create({ model: 'auto', messages, stream: true });
    let text = '';
    const error = await errorOf(async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    });
    expect(text).toBe('half');
    expect(error.message).toContain('said in words');
  });

  test('that the client aborts ends the turn', async () => {
    const { client, switchboard } = await start({
      answer: async function* (_text, signal) {
        yield 'one';
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const stream = await client.chat.completions.create({ model: 'auto', messages, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content === 'one') break;
    await switchboard.whenStopped();
    expect(switchboard.running()).toBe(0);
  });
});

describe('mistakes', () => {
  const post = async (body: object) => {
    const { client, switchboard } = await start();
    const error = await errorOf(() => client.post('/chat/completions', { body }));
    expect(switchboard.completions).toEqual([]);
    return { status: error.status, param: error.param };
  };

  test('an unknown model is 404', async () => {
    expect(await post({ model: 'gpt-4o', messages })).toEqual({ status: 404, param: 'model' });
  });

  const user = { role: 'user', content: 'hi' };
  test.each<[object, string]>([
    [{}, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: 'hi' }, 'messages'],
    [{ messages: ['hi'] }, 'messages[0]'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: ' ' }] }, 'messages[0].content'],
    [{ messages: [{ role: 'tool', content: 'x', tool_call_id: 'y' }, user] }, 'messages[0].role'],
    [{ messages: [{ role: 'constructor', content: 'x' }, user] }, 'messages[0].role'],
    [{ messages: [{ role: 'assistant', content: null, tool_calls: [{}] }, user] }, 'messages[0].tool_calls'],
    [{ messages: [user, { role: 'assistant', content: 'hi' }] }, 'messages[1].role'],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] }, 'messages[0].content[0]'],
    [
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.example/b.png' } }] },
        ],
      },
      'messages[0].content[0].image_url.url',
    ],
    [
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'image_url', image_url: { url: 'data:text/html;base64,aGk=' } }],
          },
        ],
      },
      'messages[0].content[0].image_url.url',
    ],
    [{ prompt: '  ' }, 'prompt'],
    [{ prompt: 'hi', n: 2 }, 'n'],
    [{ prompt: 'hi', tools: [{ type: 'function' }] }, 'tools'],
    [{ prompt: 'hi', max_tokens: 0 }, 'max_tokens'],
    [{ prompt: 'hi', max_completion_tokens: 1.5 }, 'max_completion_tokens'],
    [{ prompt: 'hi', temperature: 3 }, 'temperature'],
    [{ prompt: 'hi', top_p: 0 }, 'top_p'],
    [{ prompt: 'hi', seed: 'x' }, 'seed'],
    [{ prompt: 'hi', stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop'],
    [{ prompt: 'hi', stop: [''] }, 'stop'],
    [{ prompt: 'hi', stream: 'yes' }, 'stream'],
    [{ prompt: 'hi', response_format: { type: 'yaml' } }, 'response_format.type'],
    [{ prompt: 'hi', response_format: { type: 'json_schema' } }, 'response_format.json_schema.schema'],
    [
      {
        prompt: 'hi',
        response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'x' } } },
      },
      'response_format.json_schema.schema',
    ],
    [
      {
        prompt: 'hi',
        response_format: {
          type: 'json_schema',
          json_schema: { schema: { $ref: 'https://a.example/s.json' } },
        },
      },
      'response_format.json_schema.schema',
    ],
  ])('%j is 400 and names the field', async (body, param) => {
    expect(await post(body)).toEqual({ status: 400, param });
  });

  test('empty tools, one answer and fields that are not known here do no harm', async () => {
    const { client } = await start();
    const body = { prompt: 'hi', tools: [], n: 1, logit_bias: {}, parallel_tool_calls: true, stop: null };
    expect(await client.post('/chat/completions', { body })).toHaveProperty('object', 'chat.completion');
  });
});

describe('an answer that must be JSON', () => {
  const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
  const response_format = { type: 'json_schema' as const, json_schema: { name: 'person', schema } };
  const says = (...pieces: string[]): FakeOptions => ({
    answer: async function* () {
      yield* pieces;
    },
  });

  test('is given when it fits, and the schema constrains the model', async () => {
    const { client, switchboard } = await start(says('{"age"', ': 31}'));
    const data = await client.chat.completions.create({ model: 'structured', messages, response_format });
    expect(data.choices[0]?.message.content).toBe('{"age": 31}');
    expect(data).toHaveProperty('switchboard.checks', [{ name: 'json', status: 'passed' }]);
    expect(switchboard.completions[0]?.json).toEqual(schema);
  });

  test('is a 422 when it does not, streamed or not, before any byte of it was sent', async () => {
    const { client } = await start(says('{"age": "old"}'));
    const create = { model: 'structured', messages, response_format };
    const whole = await errorOf(() => client.chat.completions.create(create));
    const streamed = await errorOf(() => client.chat.completions.create({ ...create, stream: true }));
    for (const error of [whole, streamed]) {
      expect(error).toMatchObject({ status: 422, code: 'schema_unmet', param: 'response_format' });
      expect(error.message).toContain('/age must be integer');
    }
  });

  test('is streamed whole once it is valid', async () => {
    const { client } = await start(says('{"age"', ': 31}'));
    const create = { model: 'structured', messages, response_format, stream: true as const };
    const chunks = await Array.fromAsync(await client.chat.completions.create(create));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('{"age": 31}');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });

  test('may be any object with json_object', async () => {
    const { client, switchboard } = await start(says('{"a":1}'));
    const create = { model: 'auto', messages, response_format: { type: 'json_object' as const } };
    expect((await client.chat.completions.create(create)).choices[0]?.message.content).toBe('{"a":1}');
    expect(switchboard.completions[0]?.json).toBe(true);
  });
});
