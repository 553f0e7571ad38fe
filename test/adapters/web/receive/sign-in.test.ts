import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { newConversation, receiptOf } from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const KEY = 'a-key-of-the-tests';
const keyed = { http: { apiKeys: [KEY, 'another-key'] } };

test('without keys nobody has to sign in', async () => {
  const { browser } = await startWeb();
  expect(await browser.json('GET', '/web/status')).toMatchObject({ signed_in: false });
  expect(await browser.json('POST', '/web/sign-in', { key: 'any' })).toEqual({ signed_in: false });
});

test('who signs in with a key uses the page from then on, and the key stays out of the cookie and the store', async () => {
  const { browser, whole } = await startWeb({ script: () => 'Hello.' }, keyed);
  expect((await browser.call('GET', '/web/status')).status).toBe(401);
  const response = await browser.call('POST', '/web/sign-in', { key: KEY });
  expect(await response.json()).toEqual({ signed_in: true });
  const cookies = response.headers.getSetCookie();
  expect(cookies.at(-1)).toMatch(
    /^switchboard_signed_in=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
  );
  expect(cookies.join()).not.toContain(KEY);
  expect(await browser.json('GET', '/web/status')).toMatchObject({ signed_in: true });
  expect(receiptOf(await browser.ask(newConversation(), 'Hi')).response).toBe('Hello.');
  expect(await browser.json('POST', '/web/sign-out', {})).toEqual({ signed_in: false });
  expect((await browser.call('GET', '/web/status')).status).toBe(401);
  expect(whole.switchboard.config.http.apiKeys).toContain(KEY);
});

test('a key in a header works as before', async () => {
  const { browser } = await startWeb({}, keyed);
  const response = await browser.call('GET', '/web/status', undefined, { authorization: `Bearer ${KEY}` });
  expect(await response.json()).toMatchObject({ signed_in: false, ready: true });
});

test('a wrong key in a header is refused, whatever the cookie says', async () => {
  const { browser } = await startWeb({}, keyed);
  await browser.json('POST', '/web/sign-in', { key: KEY });
  const response = await browser.call('GET', '/web/status', undefined, { authorization: 'Bearer wrong' });
  expect(response.status).toBe(401);
});

test('a signed-in browser reaches the page’s calls alone', async () => {
  const { browser } = await startWeb({}, keyed);
  await browser.json('POST', '/web/sign-in', { key: KEY });
  for (const path of ['/v1/models', '/metrics']) expect((await browser.call('GET', path)).status).toBe(401);
});

test('the cookie of one session is worth nothing in another, nor after signing out', async () => {
  const { another, browser } = await startWeb({}, keyed);
  await browser.json('POST', '/web/sign-in', { key: KEY });
  const [session = '', token = ''] = browser.cookie().split('; ');
  const status = async (cookie: string) =>
    (await another().call('GET', '/web/status', undefined, { cookie })).status;
  expect(await status(`${session}; ${token}`)).toBe(200);
  const other = another();
  await other.call('GET', '/web/status');
  await other.call('POST', '/web/sign-in', { key: 'another-key' });
  const [otherSession = ''] = other.cookie().split('; ');
  expect(otherSession).not.toBe(session);
  expect(await status(`${otherSession}; ${token}`)).toBe(401);
  expect(await status(token)).toBe(401);
  await browser.json('POST', '/web/sign-out', {});
  expect(await status(`${session}; ${token}`)).toBe(401);
});

test('wrong keys are refused in the person’s language, and not without end', async () => {
  const { browser } = await startWeb({}, keyed);
  const attempt = (key: string) => browser.refusal('POST', '/web/sign-in', { key, language: 'zh' });
  const statuses: number[] = [];
  for (let tries = 0; tries < 25 && statuses.at(-1) !== 429; tries++) {
    const { message, status } = await attempt(`wrong-${tries}`);
    statuses.push(status);
    expect(message).toMatch(/密钥|登录/);
  }
  // The minute of the clock may have ended in between.
  expect(statuses.at(-1)).toBe(429);
  expect(statuses.length).toBeLessThanOrEqual(21);
});

test('a token signs in for as long as it lasts', async () => {
  const secret = 'a secret of the tests that is long enough';
  const { browser } = await startWeb({}, { http: { jwt: { secret, jwksUrl: null, audience: null } } });
  const token = await new SignJWT({ sub: 'ann' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
  const response = await browser.call('POST', '/web/sign-in', { key: token });
  const [, seconds] = /Max-Age=(\d+)/.exec(response.headers.getSetCookie().at(-1) ?? '') ?? [];
  expect(Number(seconds)).toBeLessThanOrEqual(3_600);
  expect(await browser.json('GET', '/web/status')).toMatchObject({ signed_in: true });
});

test('questions count against the key’s limit, reading hardly', async () => {
  const { browser } = await startWeb({ script: () => 'ok' }, { ...keyed, rateLimitPerMinute: 2 });
  await browser.json('POST', '/web/sign-in', { key: KEY });
  const question = { text: 'Hi', key: 'a-question' };
  const statuses: number[] = [];
  for (let time = 0; time < 8 && statuses.at(-1) !== 429; time++) {
    expect((await browser.call('GET', '/web/status')).status).toBe(200);
    statuses.push(
      (await browser.call('POST', `/web/conversations/${newConversation()}/turns`, question)).status,
    );
  }
  expect(statuses.slice(0, 2)).toEqual([200, 200]);
  expect(statuses.at(-1)).toBe(429);
});
