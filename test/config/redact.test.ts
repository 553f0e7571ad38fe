import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { createRedactor, secretsOf } from '../../src/config/redact.ts';

const SECRET = 'pä"ss w/ord+1';
const redact = createRedactor([SECRET, 'xoxb-12345', 'xoxb-12345-longer']);

test.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify({ key: SECRET })],
  ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ key: SECRET }) })],
  ['URL-encoded', `https://host/?key=${encodeURIComponent(SECRET)}`],
  ['form-encoded', new URLSearchParams({ key: SECRET }).toString()],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64url', Buffer.from(SECRET).toString('base64url')],
  ['in basic credentials', `Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}`],
  ['in base64 of something longer', Buffer.from(`{"a":1,"key":"${SECRET}","b":2}`).toString('base64')],
])('a secret is masked %s', (_, text) => {
  const masked = redact(`before ${text} after`);
  expect(masked).toMatch(/^before .*\*\*\*.* after$/s);
  for (const fragment of ['w/ord', 'w%2Ford', 'ss+w', Buffer.from('ss w/o').toString('base64')]) {
    expect(masked).not.toContain(fragment);
  }
});

test('of two secrets that begin alike, nothing is left of the longer one', () => {
  expect(redact('xoxb-12345-longer and xoxb-12345')).toBe('*** and ***');
});

test.each([
  ['postgres://bot:hunter2@db/x', 'postgres://***@db/x'],
  ['see http://token@host/v1, please', 'see http://***@host/v1, please'],
  ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ***'],
  ['Authorization: abc', 'Authorization: ***'],
  ['{"authorization":"Basic dXNlcjpwYXNz","a":1}', '{"authorization":"Basic ***","a":1}'],
  ['headers {\\"Authorization\\":\\"Bot MTIz.abc\\"}', 'headers {\\"Authorization\\":\\"Bot ***\\"}'],
  ['sent Bearer 0123456789abcdef', 'sent Bearer ***'],
])('credentials are masked whether they are known or not: %s', (text, masked) => {
  expect(createRedactor([])(text)).toBe(masked);
});

test('ordinary text stays as it is', () => {
  const text = 'GET http://127.0.0.1:3000/v1/models 200, mail me@example.com, the bearer of news, 3 * 3 = 9';
  expect(redact(text)).toBe(text);
});

test('a secret too short to tell from text is left alone, so that lines stay readable', () => {
  expect(createRedactor(['a', 'the'])('the cat sat')).toBe('the cat sat');
});

test('no secret of four characters or more is left in any text', () => {
  const secret = fc.string({ minLength: 4, unit: 'grapheme' }).filter((text) => !'***@'.includes(text));
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 5 }),
      fc.string(),
      fc.string(),
      (secrets, a, b) => {
        const masked = createRedactor(secrets)(a + secrets.join(b) + b);
        // Stars of the mask may join with their surroundings to a secret made of stars.
        return secrets.every((each) => each.includes('*') || !masked.includes(each));
      },
    ),
  );
});

test('a megabyte of anything is redacted in bounded time', () => {
  const words = ['bearer ', 'a://', 'authorization', 'a.', '"', '@', ' '];
  for (const word of words) expect(redact(word.repeat(1_000_000 / word.length)).length).toBeGreaterThan(0);
}, 10_000);

test('every secret of a configuration is known', () => {
  const env = {
    API_KEYS: 'secret-api-1,secret-api-2',
    JWT_SECRET: 'secret-jwt',
    JWT_JWKS_URL: 'https://id/jwks?api_key=secret-jwks',
    SIGNING_SECRET: 'secret-signing',
    EXPERT_MATH_URL: 'http://gpu:8000/v1',
    EXPERT_MATH_API_KEY: 'secret-math',
    SLACK_BOT_TOKEN: 'xoxb-secret',
    SLACK_APP_TOKEN: 'xapp-secret',
    SLACK_SIGNING_SECRET: 'secret-slack',
    DISCORD_TOKEN: 'secret-discord',
    TELEGRAM_BOT_TOKEN: '1:secret-telegram',
    TELEGRAM_WEBHOOK_URL: 'https://bot/telegram/webhook',
    TELEGRAM_WEBHOOK_SECRET: 'secret-webhook',
    STORE_URL: 'postgres://name:secret%2Fstore@db/x',
    INBOX_URL: 'restate+http://secret-inbox@ingress:8080',
  };
  expect(secretsOf(loadConfig({ env, cwd: '/nowhere' })).sort()).toEqual(
    [
      'secret-api-1',
      'secret-api-2',
      'secret-jwt',
      'secret-jwks',
      'secret-signing',
      'secret-math',
      'xoxb-secret',
      'xapp-secret',
      'secret-slack',
      'secret-discord',
      '1:secret-telegram',
      'secret-webhook',
      'secret%2Fstore',
      'secret/store',
      'secret-inbox',
    ].sort(),
  );
});
