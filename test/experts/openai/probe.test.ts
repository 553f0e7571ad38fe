import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { EndpointConfig, EndpointName } from '../../../src/config/types.ts';
import { probeEndpoint } from '../../../src/experts/openai/probe.ts';
import { CATALOGUE, modelSpec } from '../../doubles/vllm/catalogue.ts';
import { startVllm, type VllmOptions } from '../../doubles/vllm/server.ts';

async function vllm(options: VllmOptions = {}) {
  const server = await startVllm(options);
  onTestFinished(() => server.close());
  return server;
}

/** A server that is no vLLM; resolves to its root. */
async function http(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function probe(
  endpoint: Partial<EndpointConfig> & { readonly name?: EndpointName },
  signal = new AbortController().signal,
) {
  const defaults = {
    name: 'math',
    urls: [],
    model: null,
    profile: null,
    apiKey: null,
    kind: 'openai',
  } as const;
  const findings = await probeEndpoint({ ...defaults, ...endpoint }, signal);
  return findings.map(({ level, what, mend }) => `${level}: ${what}${mend === null ? '' : ` → ${mend}`}`);
}

test('a healthy server is told with its model and window', async () => {
  const { url } = await vllm({ models: ['qwen', 'other'], window: 32_768 });
  expect(await probe({ urls: [url] })).toEqual(['ok: serves qwen, window 32,768 tokens']);
});

test('the key is sent, and a missing or wrong one is told by its variable', async () => {
  const { url } = await vllm({ apiKey: 'right', models: ['qwen'] });
  expect(await probe({ urls: [url], apiKey: 'right' })).toEqual([expect.stringMatching(/^ok: serves qwen/)]);
  expect(await probe({ urls: [url] })).toEqual(['problem: wants a key (401) → Set EXPERT_MATH_API_KEY.']);
  expect(await probe({ urls: [url], apiKey: 'wrong' })).toEqual([
    'problem: refuses the key (401) → Correct EXPERT_MATH_API_KEY.',
  ]);
});

test('a model that is not served is told with those that are', async () => {
  const { url } = await vllm({ models: ['qwen', 'llama'] });
  expect(await probe({ urls: [url], model: 'mistral' })).toEqual([
    'problem: serves qwen, llama, not mistral → Set EXPERT_MATH_MODEL to a served name.',
  ]);
});

test('a dead engine is told, although its API still answers', async () => {
  const { url } = await vllm({ engineDead: true });
  expect(await probe({ urls: [url] })).toContainEqual(
    expect.stringMatching(/^problem: says that it cannot answer \(\/health: 503\)/),
  );
});

test('a model without a chat template is told as that, with what to do', async () => {
  const { url } = await vllm({ models: [{ id: 'base', chatTemplate: false }] });
  expect(await probe({ urls: [url] })).toEqual([
    expect.stringMatching(/^ok: serves base/),
    'problem: has no chat template, so it can answer no chat → Serve the Instruct model, or set EXPERT_MATH_PROFILE ' +
      'to one that writes without a chat: starcoder2, codellama-python, codellama-base, metamath.',
  ]);
});

test.each(['starcoder2', 'metamath'] as const)(
  '%s is told by what it really is, and counted in its own form: without a chat template nothing is missing',
  async (name) => {
    const { url } = await vllm({ models: [modelSpec(name)] });
    const { root, window } = CATALOGUE[name];
    const tokens = window.toLocaleString('en');
    expect(await probe({ urls: [url] })).toEqual([`ok: serves main (${root}), window ${tokens} tokens`]);
  },
);

test('a profile that does not exist is told, with what is used instead and those that there are', async () => {
  const { url } = await vllm({ models: [modelSpec('starcoder2')] });
  expect(await probe({ urls: [url], profile: 'starcodr' })).toEqual([
    expect.stringMatching(/^ok: serves main/),
    expect.stringMatching(
      /^warning: is addressed as starcoder2: .*“starcodr” → Set EXPERT_MATH_PROFILE .*metamath/,
    ),
  ]);
});

test('an embedding model is tried out, and one that cannot embed is told', async () => {
  const bge = await vllm({ apiKey: 'right', models: [{ id: 'bge', runner: 'pooling' }], window: 8_192 });
  expect(await probe({ name: 'embed', urls: [bge.url], apiKey: 'right' })).toEqual([
    'ok: serves bge, window 8,192 tokens',
    'ok: embeds: vectors of 64 numbers',
  ]);
  const chat = await vllm({ models: ['qwen'] });
  expect(await probe({ name: 'embed', urls: [chat.url] })).toEqual([
    expect.stringMatching(/^ok: serves qwen/),
    expect.stringMatching(/^problem: cannot embed \(POST \/embeddings answers \d+\) → .*--runner pooling/),
  ]);
});

test('every URL is asked, and each finding says which one it is of', async () => {
  const up = await vllm();
  const down = await vllm();
  await down.close();
  const endpoint = { name: 'math', model: null, profile: null, apiKey: null, kind: 'openai' } as const;
  const signal = new AbortController().signal;
  const findings = await probeEndpoint({ ...endpoint, urls: [down.url, up.url] }, signal);
  expect(findings).toMatchObject([
    { level: 'problem', url: down.url, what: expect.stringContaining('ECONNREFUSED') },
    { level: 'ok', url: up.url },
  ]);
  expect(findings[0]?.mend).toBe('Start the server, or correct EXPERT_MATH_URL.');
});

test.each<[string, RequestListener, RegExp]>([
  ['a web site', (_, res) => res.end('<html>'), /^problem: lists no models in the form of the OpenAI API/],
  ['a server without the API', (_, res) => res.writeHead(404).end(), /^problem: answers 404 to GET \/models/],
  [
    'a redirect',
    (_, res) => res.writeHead(308, { location: 'https://elsewhere/v1/models' }).end(),
    /^problem: redirects to https:\/\/elsewhere\/v1\/models → Write the final address into EXPERT_MATH_URL/,
  ],
  ['a list with nothing in it', (_, res) => res.end('{"data":[]}'), /^problem: serves no model, not any/],
  ['odd entries', (_, res) => res.end('{"data":[null,5,{"id":7}]}'), /^problem: serves no model/],
  [
    'a closed connection',
    (req) => req.socket.destroy(),
    /^problem: cannot be reached: it closed the connection/,
  ],
])('%s is told as what it is', async (_, listener, line) => {
  const root = await http(listener);
  expect(await probe({ urls: [`${root}/v1`] })).toEqual([expect.stringMatching(line)]);
});

test('a server other than vLLM may answer, with what is missing told as warnings', async () => {
  const root = await http((req, res) => {
    if (req.url === '/v1/models') res.end('{"data":[{"id":"llama"}]}');
    else res.writeHead(404).end();
  });
  expect(await probe({ urls: [`${root}/v1`] })).toEqual([
    'ok: serves llama',
    expect.stringMatching(/^warning: does not tell its context window/),
    expect.stringMatching(/^warning: cannot count tokens \(POST \/tokenize answers 404\)/),
  ]);
});

test('a server that never answers is given up', async () => {
  const root = await http(() => {});
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(20));
  onTestFinished(() => void vi.restoreAllMocks());
  expect(await probe({ urls: [`${root}/v1`] })).toEqual([
    expect.stringMatching(/^problem: cannot be reached: no answer within 5 s → Start the server/),
  ]);
});

test('the caller can give up', async () => {
  const controller = new AbortController();
  const root = await http(() => controller.abort(new Error('enough')));
  await expect(probe({ urls: [`${root}/v1`] }, controller.signal)).rejects.toThrow('enough');
});
