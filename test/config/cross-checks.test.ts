import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/load.ts';

/** A folder without a .env. */
const cwd = '/nowhere';
const lines = (list: readonly { variable: string; wrong: string; mend: string }[]) =>
  list.map(({ variable, wrong, mend }) => `${variable}: ${wrong}. ${mend}`);
const problems = (env: Record<string, string>) => lines(readConfig({ env, cwd }).problems);
const warnings = (env: Record<string, string>) => lines(readConfig({ env, cwd }).warnings);

const GENERAL = { EXPERT_GENERAL_URL: 'http://gpu:8000/v1' };
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const KEY = { API_KEYS: 'a-key-of-sixteen-or-more' };

test.each<[Record<string, string>, RegExp]>([
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_BOT_TOKEN: .*Set SLACK_APP_TOKEN .*or SLACK_SIGNING_SECRET/],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_APP_TOKEN: .*SLACK_BOT_TOKEN is not/],
  [{ SLACK_SIGNING_SECRET: 'abc' }, /^SLACK_SIGNING_SECRET: .*SLACK_BOT_TOKEN is not/],
  [
    { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_URL: 'https://bot/telegram/webhook' },
    /^TELEGRAM_WEBHOOK_URL: .*TELEGRAM_WEBHOOK_SECRET is not/,
  ],
  [{ JWT_AUDIENCE: 'me' }, /^JWT_AUDIENCE: .*JWT_SECRET and JWT_JWKS_URL are not/],
  [{ EXPERT_MATH_MODEL: 'm' }, /^EXPERT_MATH_MODEL: .*EXPERT_MATH_URL is not/],
  [{ EXPERT_MATH_PROFILE: 'm' }, /^EXPERT_MATH_PROFILE: .*EXPERT_MATH_URL is not/],
  [{ EXPERT_MATH_API_KEY: 'm' }, /^EXPERT_MATH_API_KEY: .*EXPERT_MATH_URL is not/],
  [{ EXPERT_TRANSLATE_KIND: 'nllb' }, /^EXPERT_TRANSLATE_KIND: .*EXPERT_TRANSLATE_URL is not/],
  [{ ...GENERAL, EXPERT_GENERAL_KIND: 'nllb' }, /^EXPERT_GENERAL_KIND: nllb can only translate/],
])('%j is one mistake', (env, line) => {
  expect(problems(env)).toEqual([expect.stringMatching(line)]);
});

test.each<[Record<string, string>]>([
  [SLACK],
  [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc' }],
  [{ ...SLACK, SLACK_SIGNING_SECRET: 'abc' }],
  [{ JWT_AUDIENCE: 'me', JWT_JWKS_URL: 'https://id/jwks' }],
  [{ EXPERT_TRANSLATE_URL: 'http://gpu:7860', EXPERT_TRANSLATE_KIND: 'nllb' }],
  [{ ...GENERAL, EXPERT_GENERAL_MODEL: 'm', EXPERT_GENERAL_API_KEY: 'k' }],
  [{ ...KEY, HOST: '0.0.0.0', CORS_ORIGINS: '*' }],
])('%j is neither a mistake nor worth a warning', (env) => {
  expect(problems(env)).toEqual([]);
  expect(warnings(env)).toEqual([]);
});

test('a variable that is wrong itself is not said to be missing, too', () => {
  expect(problems({ EXPERT_MATH_URL: 'nonsense', EXPERT_MATH_MODEL: 'm' })).toEqual([
    expect.stringMatching(/^EXPERT_MATH_URL: /),
  ]);
});

test.each<[Record<string, string>, RegExp]>([
  [{ HOST: '0.0.0.0' }, /^HOST: .*API_KEYS/],
  [{ HOST: '192.168.1.5' }, /^HOST: /],
  [{ CORS_ORIGINS: '*' }, /^CORS_ORIGINS: /],
  [{ API_KEYS: `${'k'.repeat(30)},short` }, /^API_KEYS: .*under 16 characters/],
  [{ SIGNING_SECRET: 'short' }, /^SIGNING_SECRET: /],
  [{ JWT_SECRET: 's'.repeat(31) }, /^JWT_SECRET: .*under 32 characters/],
  [{ ...SLACK, SLACK_BOT_TOKEN: 'xapp-1' }, /^SLACK_BOT_TOKEN: .*xoxb-…/],
  [{ ...SLACK, SLACK_APP_TOKEN: 'xoxb-1' }, /^SLACK_APP_TOKEN: .*xapp-…/],
  [{ TELEGRAM_BOT_TOKEN: 'token' }, /^TELEGRAM_BOT_TOKEN: /],
  [{ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_SECRET: 's' }, /^TELEGRAM_WEBHOOK_SECRET: .*no effect/],
  [{ DISCORD_SHARDS: '0/2' }, /^DISCORD_SHARDS: .*no effect, since DISCORD_TOKEN is not set/],
  [
    { EXPERT_TRANSLATE_URL: 'http://gpu:7860/api/v4', EXPERT_TRANSLATE_KIND: 'nllb' },
    /^EXPERT_TRANSLATE_URL: .*Write http:\/\/gpu:7860 /,
  ],
])('%j works, with a warning', (env, line) => {
  expect(problems(env)).toEqual([]);
  expect(warnings(env)).toEqual([expect.stringMatching(line)]);
});

test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('listening on %s needs no key', (HOST) => {
  expect(warnings({ HOST })).toEqual([]);
});

test.each([
  ['EXPERT_CODER_URL', 'EXPERT_CODE_URL'],
  ['EXPERTS_GENERAL_URL', 'EXPERT_GENERAL_URL'],
  ['SLACK_BOT_TOKN', 'SLACK_BOT_TOKEN'],
  ['TELEGRAM_TOKEN', 'TELEGRAM_BOT_TOKEN'],
  ['API_KEY', 'API_KEYS'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['log_level', 'LOG_LEVEL'],
  ['STROE_URL', 'STORE_URL'],
])('a misspelled %s is pointed to %s', (wrong, right) => {
  expect(warnings({ [wrong]: 'value-not-shown' })).toEqual([
    `${wrong}: this variable is not known and has no effect. Did you mean ${right}?`,
  ]);
});

test('variables of other programs are none of our business', () => {
  const others = {
    PATH: '/bin',
    HOME: '/root',
    HOSTNAME: 'x',
    POST: 'x',
    HTTP_PROXY: 'x',
    OTEL_SERVICE_NAME: 'x',
  };
  expect(warnings({ ...others, NODE_ENV: 'production', HF_TOKEN: 'x', PWD: '/', SHLVL: '1' })).toEqual([]);
});

test('one of our own that is near to nothing is still said to be unknown', () => {
  expect(warnings({ DISCORD_FAVOURITE_COLOUR: 'x' })).toEqual([
    expect.stringMatching(/^DISCORD_FAVOURITE_COLOUR: .*not known/),
  ]);
});
