import { afterEach, describe, expect, test } from 'vitest';
import { createFakeSwitchboard, type FakeOptions } from '../../support/fake-switchboard.ts';
import { type HttpHost, startHttpHost } from '../../support/http-host.ts';
import { readEvents } from '../../support/read-events.ts';

let host: HttpHost | undefined;

async function start(options?: FakeOptions) {
  const switchboard = createFakeSwitchboard(options);
  host = await startHttpHost(switchboard);
  const { url } = host;
  /** A browser that keeps its cookie. */
  const browser = () => {
    let cookie = '';
    return async (method: string, path: string, body?: object) => {
      const headers = { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) };
      const response = await fetch(url + path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return response;
    };
  };
  return { switchboard, url, browser };
}

afterEach(async () => {
  await host?.close();
  host = undefined;
});

describe('the page', () => {
  test('and its files are served with their types, and refer to nothing else', async () => {
    const { url } = await start();
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toContain('/web/chat.js');
    for (const file of files) {
      expect(file).toMatch(/^\/web\//);
      expect((await fetch(url + file)).status).toBe(200);
    }
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
    expect((await fetch(`${url}/web/chat.js`)).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  test.each(['/web/../index.ts', '/web/%2e%2e/index.ts', '/web/index.html', '/web/page/chat.js', '/web/'])(
    'no path reaches another file: %s',
    async (path) => {
      const { url } = await start();
      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});

describe('a browser’s session', () => {
  test('begins with the page, cannot be read by scripts and goes to no other site', async () => {
    const { url } = await start();
    const [cookie] = (await fetch(url)).headers.getSetCookie();
    expect(cookie).toMatch(
      /^switchboard_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    const [second] = (await fetch(url)).headers.getSetCookie();
    expect(second).not.toBe(cookie);
  });

  test('is only sent over https when PUBLIC_URL is https', async () => {
    const { url } = await start({ config: { http: { publicUrl: 'https://chat.example' } } });
    expect((await fetch(url)).headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  test('is kept, and one that was not made here is replaced', async () => {
    const { url } = await start();
    const cookie = (await fetch(url)).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await fetch(url, { headers: { cookie } })).headers.has('set-cookie')).toBe(false);
    const forged = { cookie: 'switchboard_session=admin' };
    expect((await fetch(url, { headers: forged })).headers.has('set-cookie')).toBe(true);
  });

  test('is part of the conversation’s key as a hash, so that nothing that is stored opens it', async () => {
    const { switchboard, url } = await start();
    const cookie = (await fetch(url)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const headers = { cookie, 'content-type': 'application/json' };
    await (
      await fetch(`${url}/web/ask`, { method: 'POST', headers, body: '{"text":"hi","conversation":"a"}' })
    ).text();
    expect(switchboard.messages[0]?.conversation).toMatch(/^web:[0-9a-f]{32}:a$/);
    expect(JSON.stringify(switchboard.messages)).not.toContain(cookie.split('=')[1]);
  });

  test('shows its own conversations only', async () => {
    const { browser } = await start();
    const [ann, ben] = [browser(), browser()];
    await (await ann('POST', '/web/ask', { text: 'private', conversation: 'one' })).text();
    await (await ben('POST', '/web/ask', { text: 'other', conversation: 'two' })).text();
    expect((await ann('GET', '/web/conversations/one')).status).toBe(200);
    expect((await ben('GET', '/web/conversations/one')).status).toBe(404);
    expect((await ben('DELETE', '/web/conversations/one')).status).toBe(404);
    expect((await ann('DELETE', '/web/conversations/one')).status).toBe(200);
    expect((await ann('GET', '/web/conversations/one')).status).toBe(404);
  });
});

test('an answer is always streamed', async () => {
  const { browser } = await start();
  const events = await readEvents(await browser()('POST', '/web/ask', { text: 'hi', stream: false }));
  expect(events.at(-1)?.event).toBe('done');
});

test('the status tells readiness and experts', async () => {
  const { switchboard, url } = await start();
  switchboard.setReadiness({ ready: false, detail: 'loading', progress: 0.5 });
  const status = (await (await fetch(`${url}/web/status`)).json()) as { experts: object[] };
  expect(status).toMatchObject({ ready: false, detail: 'loading', progress: 0.5 });
  expect(status.experts[0]).toEqual({
    name: 'general',
    model_used: 'fake-model',
    window: 4_096,
    state: 'up',
  });
});
