import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { probeEndpoint } from '../../../src/experts/openai/probe.ts';
import { type NllbOptions, startNllb } from '../../doubles/nllb/server.ts';

async function serve(options: NllbOptions = {}) {
  const nllb = await startNllb(options);
  onTestFinished(() => nllb.close());
  return nllb;
}

async function http(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function probe(url: string, apiKey: string | null = null) {
  const endpoint = {
    name: 'translate',
    urls: [url],
    model: null,
    profile: null,
    apiKey,
    kind: 'nllb',
  } as const;
  const findings = await probeEndpoint(endpoint, new AbortController().signal);
  return findings.map(({ level, what, mend }) => `${level}: ${what}${mend === null ? '' : ` → ${mend}`}`);
}

test('a server is asked for its health and for one word', async () => {
  const nllb = await serve();
  expect(await probe(`${nllb.url}/`, 'k')).toEqual(['ok: is up and translates']);
  expect(nllb.requests).toMatchObject([
    { path: '/api/health', authorization: 'Bearer k' },
    { path: '/api/v4/translator', text: 'Hello', source: 'eng_Latn', target: 'fra_Latn' },
  ]);
});

test('an unloaded model is told, although the server is healthy', async () => {
  const nllb = await serve({ modelLoaded: false });
  expect(await probe(nllb.url)).toEqual([
    expect.stringMatching(/^problem: is up, but answers 500 to a translation → .*unloaded/),
  ]);
});

test('a server that does not listen is told', async () => {
  const nllb = await startNllb();
  await nllb.close();
  expect(await probe(nllb.url)).toEqual([
    expect.stringMatching(/^problem: cannot be reached: .*ECONNREFUSED.*EXPERT_TRANSLATE_URL/),
  ]);
});

test('another kind of server, or a path too many, is no nllb-api', async () => {
  const nllb = await serve();
  const other = await http((_, response) => response.end('hello'));
  for (const url of [`${nllb.url}/api`, other]) {
    expect(await probe(url)).toEqual([
      expect.stringMatching(/^problem: .*not as nllb-api does → .*EXPERT_TRANSLATE_URL, without \/api/),
    ]);
  }
});

test('a gateway that wants a key, fails or redirects is told', async () => {
  const wants = await http((_, response) => response.writeHead(401).end());
  expect(await probe(wants)).toEqual(['problem: wants a key (401) → Set EXPERT_TRANSLATE_API_KEY.']);
  expect(await probe(wants, 'k')).toEqual([
    'problem: refuses the key (401) → Correct EXPERT_TRANSLATE_API_KEY.',
  ]);
  const fails = await http((_, response) => response.writeHead(502).end());
  expect(await probe(fails)).toEqual([expect.stringMatching(/^problem: answers 502 → .*log/)]);
  const moved = await http((_, response) => response.writeHead(308, { location: 'http://a.example' }).end());
  expect(await probe(moved)).toEqual([
    'problem: redirects to http://a.example → Write the final address into EXPERT_TRANSLATE_URL.',
  ]);
});
