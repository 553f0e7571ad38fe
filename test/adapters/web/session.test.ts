import { expect, test } from 'vitest';
import { newConversation } from '../../support/web-browser.ts';
import { startWeb } from '../../support/web-whole.ts';

test('a session begins with the page, cannot be read by scripts and goes to no other site', async () => {
  const { whole } = await startWeb();
  const [cookie] = (await fetch(whole.url)).headers.getSetCookie();
  expect(cookie).toMatch(
    /^switchboard_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  );
  const [second] = (await fetch(whole.url)).headers.getSetCookie();
  expect(second).not.toBe(cookie);
});

test('it is only sent over https when PUBLIC_URL is https', async () => {
  const { whole } = await startWeb({}, { http: { publicUrl: 'https://chat.example' } });
  expect((await fetch(whole.url)).headers.get('set-cookie')).toMatch(/; Secure$/);
});

test('it is kept, and one that was not made here is replaced', async () => {
  const { whole } = await startWeb();
  const cookie = (await fetch(whole.url)).headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(whole.url, { headers: { cookie } })).headers.has('set-cookie')).toBe(false);
  const forged = { cookie: 'switchboard_session=admin' };
  expect((await fetch(whole.url, { headers: forged })).headers.has('set-cookie')).toBe(true);
});

test('it is part of the conversation’s key as a hash, so that nothing that is stored opens it', async () => {
  const { browser, whole } = await startWeb({ script: () => 'ok' });
  await browser.ask(newConversation(), 'hi');
  const [, session = ''] = browser.cookie().split('=');
  const kept: string[] = [];
  for await (const [key, value] of whole.switchboard.stores.cache('context').iterator?.() ?? []) {
    kept.push(`${key} ${JSON.stringify(value)}`);
  }
  expect(kept.join('\n')).toMatch(/web:[0-9a-f]{32}:[0-9a-f]{32} /);
  expect(kept.join('\n')).not.toContain(session);
});
