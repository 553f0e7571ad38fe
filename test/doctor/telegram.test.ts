import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkTelegram } from '../../src/doctor/telegram.ts';
import { startTelegram, type TelegramDouble } from '../doubles/telegram/server.ts';

let telegram: TelegramDouble;

beforeEach(async () => {
  telegram = await startTelegram();
});
afterEach(() => telegram.close());

const NEVER = new AbortController().signal;

const configured = (change: object = {}) => ({
  botToken: telegram.token,
  apiRoot: telegram.apiRoot,
  webhookUrl: null,
  webhookSecret: null,
  allow: [],
  ...change,
});

test('a good token is told, with what privacy mode means', async () => {
  const findings = await checkTelegram(configured(), NEVER);
  expect(findings.map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
  expect(findings[0]?.what).toContain('@switchboard_bot');
  expect(findings[1]?.what).toMatch(/privacy mode is on.*setprivacy/);
  telegram.set({ privacy: false });
  expect((await checkTelegram(configured(), NEVER))[1]?.what).toContain('privacy mode is off');
});

test('a token that Telegram refuses is named, with what to do', async () => {
  telegram.set({ authorized: false });
  const [finding, ...others] = await checkTelegram(configured(), NEVER);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ level: 'problem', mend: expect.stringContaining('@BotFather') });
  expect(finding?.what).toContain('TELEGRAM_BOT_TOKEN');
});

test('a Telegram that cannot be reached is told so, without the token', async () => {
  const findings = await checkTelegram(configured({ apiRoot: 'http://127.0.0.1:9' }), NEVER);
  expect(findings).toMatchObject([{ level: 'problem', what: expect.stringContaining('cannot be reached') }]);
  expect(JSON.stringify(findings)).not.toContain(telegram.token);
});

test('a webhook of another program is told before polling removes it', async () => {
  telegram.webhook.set({ url: 'https://other.example/secret-path', secret: null, maxConnections: 40 });
  const findings = await checkTelegram(configured(), NEVER);
  expect(findings[2]).toMatchObject({
    level: 'warning',
    what: expect.stringContaining('long polling removes'),
  });
  expect(JSON.stringify(findings)).not.toContain('secret-path');
});

test('without a token Telegram is off', async () => {
  expect(await checkTelegram(null, NEVER)).toMatchObject([
    { level: 'ok', what: expect.stringContaining('off') },
  ]);
});
