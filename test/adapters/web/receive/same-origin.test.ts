import { expect, test } from 'vitest';
import { send } from '../../../support/raw-http.ts';
import { startWeb } from '../../../support/web-whole.ts';

const body = JSON.stringify({ text: 'Hi', key: 'a'.repeat(8) });
const path = '/web/conversations/abc/turns';
const json = { 'content-type': 'application/json' };

test.each([
  ['another site', { origin: 'https://evil.example' }, 403],
  ['another port of this machine', { origin: 'http://localhost:5173' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  ['a page that says it is cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a form', { 'content-type': 'text/plain' }, 415],
  ['a program', {}, 200],
])('a post of %s', async (_name, headers, status) => {
  const { browser, vllm, whole } = await startWeb({ script: () => 'ok' });
  const answer = await send(
    `${whole.url}${path}`,
    { method: 'POST', headers: { ...json, ...headers } },
    body,
  );
  expect(answer.status).toBe(status);
  const asked = vllm.requests.filter((request) => request.path === '/v1/chat/completions');
  expect(asked).toHaveLength(status === 200 ? 1 : 0);
  expect((await browser.call('GET', '/web/status', undefined, { origin: whole.url })).status).toBe(200);
});

test('the page’s own posts pass, also behind a proxy at PUBLIC_URL', async () => {
  const { whole } = await startWeb({ script: () => 'ok' });
  const own = { ...json, origin: whole.url };
  expect((await send(`${whole.url}${path}`, { method: 'POST', headers: own }, body)).status).toBe(200);
  const key = 'a-key-of-the-tests';
  const proxied = await startWeb(
    { script: () => 'ok' },
    { http: { publicUrl: 'https://chat.example/', apiKeys: [key] } },
  );
  const headers = { ...json, authorization: `Bearer ${key}` };
  const post = (origin: string) =>
    send(`${proxied.whole.url}${path}`, { method: 'POST', headers: { ...headers, origin } }, body);
  expect((await post('https://chat.example')).status).toBe(200);
  expect((await post('https://chat.example.evil.example')).status).toBe(403);
});

test('a setting or a deletion asked for by another site is refused, too', async () => {
  const { whole } = await startWeb();
  for (const [method, where] of [
    ['PATCH', '/web/conversations/abc/settings'],
    ['DELETE', '/web/conversations/abc'],
    ['POST', '/web/sign-out'],
  ] as const) {
    const headers = { ...json, origin: 'https://evil.example' };
    const answer = await send(
      `${whole.url}${where}`,
      { method, headers },
      method === 'DELETE' ? undefined : '{}',
    );
    expect(answer.status, `${method} ${where}`).toBe(403);
  }
});
