import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ConfigSource, loadConfig, readConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A folder without a .env. */
const cwd = '/nowhere';

function load(env: ConfigSource['env']) {
  return loadConfig({ env: env ?? {}, cwd });
}

/** The variables that are found wrong, and the whole message. */
function mistakes(env: ConfigSource['env']): { variables: string[]; message: string } {
  try {
    load(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { variables: error.problems.map(({ variable }) => variable), message: error.message };
  }
  return { variables: [], message: '' };
}

test('with nothing set, every default is that of the contract', () => {
  expect(load({})).toEqual({
    http: {
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      apiKeys: [],
      jwt: { secret: null, jwksUrl: null, audience: null },
      corsOrigins: [],
      attachmentHosts: [],
    },
    dataDir: join(cwd, 'data'),
    storeUrl: 'sqlite:',
    inboxUrl: 'sqlite:',
    log: { level: 'info', text: false },
    experts: {},
    embeddedModel: null,
    hubUrl: 'https://huggingface.co',
    router: { threshold: 0.7, learn: 'labels' },
    rateLimitPerMinute: 60,
    signingSecret: null,
    admins: [],
    slack: null,
    discord: null,
    telegram: null,
    otlpEndpoint: null,
  });
});

test('every part of the configuration can be set', () => {
  const config = load({
    HOST: '::1',
    PORT: '0',
    PUBLIC_URL: 'https://bot.example.com/',
    API_KEYS: 'first-key-0123456789, second-key-0123456789,first-key-0123456789',
    JWT_SECRET: 'a secret of at least thirty-two characters',
    JWT_JWKS_URL: 'https://id.example.com/jwks?tenant=1',
    JWT_AUDIENCE: 'switchboard',
    CORS_ORIGINS: 'https://a.example.com/,http://localhost:5173',
    ATTACHMENT_HOSTS: 'Files.Example.com,127.0.0.1:9000',
    DATA_DIR: '/var/lib/switchboard',
    STORE_URL: 'postgres://bot:p%40ss@db/switchboard',
    INBOX_URL: 'restate+http://ingress:8080',
    LOG_LEVEL: 'debug',
    LOG_TEXT: 'true',
    EXPERT_GENERAL_URL: 'http://gpu1:8000/v1/, http://gpu2:8000/v1',
    EXPERT_GENERAL_MODEL: 'main',
    EXPERT_GENERAL_PROFILE: 'qwen2.5',
    EXPERT_GENERAL_API_KEY: 'server-key',
    EXPERT_TRANSLATE_URL: 'http://gpu3:7860',
    EXPERT_TRANSLATE_KIND: 'nllb',
    EMBEDDED_MODEL: 'models/tiny.gguf',
    HF_ENDPOINT: 'https://mirror.example.com/',
    ROUTER_THRESHOLD: '.5',
    ROUTER_LEARN: 'off',
    RATE_LIMIT_PER_MINUTE: '0',
    SIGNING_SECRET: 'signing-secret-0123456789',
    ADMINS: 'slack:U1,discord:42',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: 'http://127.0.0.1:4000/api',
    SLACK_ALLOW: 'T1,C2',
    DISCORD_TOKEN: 'discord-token',
    DISCORD_APPLICATION_ID: '123456789012345678',
    DISCORD_API_URL: 'http://127.0.0.1:4001/api',
    DISCORD_SHARDS: '0,1/4',
    TELEGRAM_BOT_TOKEN: '1:token',
    TELEGRAM_WEBHOOK_URL: 'https://bot.example.com/telegram/webhook',
    TELEGRAM_WEBHOOK_SECRET: 'webhook_secret',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:4002',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318',
  });
  expect(config).toEqual({
    http: {
      host: '::1',
      port: 0,
      publicUrl: 'https://bot.example.com',
      apiKeys: ['first-key-0123456789', 'second-key-0123456789'],
      jwt: {
        secret: 'a secret of at least thirty-two characters',
        jwksUrl: 'https://id.example.com/jwks?tenant=1',
        audience: 'switchboard',
      },
      corsOrigins: ['https://a.example.com', 'http://localhost:5173'],
      attachmentHosts: ['files.example.com', '127.0.0.1:9000'],
    },
    dataDir: '/var/lib/switchboard',
    storeUrl: 'postgres://bot:p%40ss@db/switchboard',
    inboxUrl: 'restate+http://ingress:8080',
    log: { level: 'debug', text: true },
    experts: {
      general: {
        urls: ['http://gpu1:8000/v1', 'http://gpu2:8000/v1'],
        model: 'main',
        profile: 'qwen2.5',
        apiKey: 'server-key',
        kind: 'openai',
      },
      translate: { urls: ['http://gpu3:7860'], model: null, profile: null, apiKey: null, kind: 'nllb' },
    },
    embeddedModel: join(cwd, 'models/tiny.gguf'),
    hubUrl: 'https://mirror.example.com',
    router: { threshold: 0.5, learn: 'off' },
    rateLimitPerMinute: 0,
    signingSecret: 'signing-secret-0123456789',
    admins: ['slack:U1', 'discord:42'],
    slack: {
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      signingSecret: null,
      apiUrl: 'http://127.0.0.1:4000/api/',
      allow: ['T1', 'C2'],
    },
    discord: {
      token: 'discord-token',
      applicationId: '123456789012345678',
      apiUrl: 'http://127.0.0.1:4001/api',
      shards: { ids: [0, 1], count: 4 },
      allow: [],
    },
    telegram: {
      botToken: '1:token',
      webhookUrl: 'https://bot.example.com/telegram/webhook',
      webhookSecret: 'webhook_secret',
      apiRoot: 'http://127.0.0.1:4002',
      allow: [],
    },
    otlpEndpoint: 'http://otel:4318',
  });
});

test('the configuration is frozen to its depth', () => {
  const config = load({ EXPERT_MATH_URL: 'http://gpu:8000/v1', API_KEYS: 'k'.repeat(20) });
  const parts = [
    config,
    config.http,
    config.http.apiKeys,
    config.http.jwt,
    config.experts,
    config.experts.math,
  ];
  expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  expect(Object.isFrozen(config.experts.math?.urls)).toBe(true);
});

test('all mistakes are named at once, each with its variable and how to mend it', () => {
  const { variables, message } = mistakes({
    PORT: 'abc',
    LOG_TEXT: 'yes',
    EXPERT_GENERAL_URL: 'http://gpu:8000',
    SLACK_BOT_TOKEN: 'xoxb-secret',
    ROUTER_THRESHOLD: '7',
    EXPERTS_FILE: 'nowhere.json',
  });
  expect(variables).toEqual([
    'PORT',
    'ROUTER_THRESHOLD',
    'LOG_TEXT',
    'EXPERTS_FILE',
    'EXPERT_GENERAL_URL',
    'SLACK_BOT_TOKEN',
  ]);
  expect(message.split('\n')).toHaveLength(variables.length + 2);
  expect(message).toContain(
    'PORT: "abc" is not a whole number from 0 to 65535. Write for example PORT=3000.',
  );
  expect(message).toContain('LOG_TEXT: "yes" is not true or false. Write true.');
  expect(message).toContain('"http://gpu:8000" does not end in /v1. Write http://gpu:8000/v1.');
  expect(message).not.toContain('xoxb-secret');
});

test.each([
  ['PORT', '65535', '65536'],
  ['PORT', '0', '-1'],
  ['PORT', '80', '80.5'],
  ['PORT', '80', '0x50'],
  ['PORT', '8080', '99999999999999999999'],
  ['HOST', 'localhost', 'http://localhost'],
  ['HOST', '127.0.0.1', '127.0.0.1:3000'],
  ['HOST', '::', '[::]'],
  ['PUBLIC_URL', 'https://bot.example.com/base', 'bot.example.com'],
  ['PUBLIC_URL', 'http://bot.example.com', 'https://bot.example.com/?a=b'],
  ['API_KEYS', 'key-of-sixteen-characters', 'two words'],
  ['API_KEYS', 'key-of-sixteen-characters', 'schlüssel-mit-umlaut'],
  ['API_KEYS', 'key-of-sixteen-characters', ' , ,'],
  ['JWT_JWKS_URL', 'https://id.example.com/jwks', 'file:///etc/jwks'],
  ['CORS_ORIGINS', 'https://a.example.com,*', 'https://a.example.com/path'],
  ['CORS_ORIGINS', 'http://localhost:5173', 'localhost:5173'],
  ['ATTACHMENT_HOSTS', 'cdn.example.com', 'https://cdn.example.com'],
  ['ATTACHMENT_HOSTS', 'cdn.example.com:8443', '*.example.com/x'],
  ['RATE_LIMIT_PER_MINUTE', '1', '-1'],
  ['STORE_URL', 'sqlite:', 'mysql://db'],
  ['STORE_URL', 'sqlite:/var/lib/x.db', 'sqlite://host/x.db'],
  ['STORE_URL', 'redis://cache:6379/1', 'redis:'],
  ['STORE_URL', 'rediss://cache', 'cache:6379'],
  ['STORE_URL', 'valkey://cache', 'http://cache'],
  ['STORE_URL', 'postgresql://u:p@db/x', 'postgres'],
  ['INBOX_URL', 'restate+https://ingress', 'restate://ingress'],
  ['INBOX_URL', 'sqlite:./inbox.db', 'http://ingress:8080'],
  ['LOG_LEVEL', 'silent', 'verbose'],
  ['LOG_TEXT', 'false', 'FALSE'],
  ['ROUTER_THRESHOLD', '1', '1.01'],
  ['ROUTER_THRESHOLD', '0', '0,7'],
  ['ROUTER_THRESHOLD', '0.70', 'NaN'],
  ['ROUTER_LEARN', 'text', 'true'],
  ['ADMINS', 'telegram:42', '42'],
  ['ADMINS', 'slack:U1', 'teams:U1'],
  ['EXPERT_MATH_URL', 'http://gpu:8000/v1', 'gpu:8000/v1'],
  ['EXPERT_MATH_URL', 'https://host/openai/v1', 'http://user:password@gpu:8000/v1'],
  ['EXPERT_MATH_URL', 'http://[::1]:8000/v1', 'http://gpu:8000/v1/chat/completions'],
  ['DISCORD_APPLICATION_ID', '42', 'my-bot'],
  ['DISCORD_SHARDS', '0/1', '1/1'],
  ['DISCORD_SHARDS', '0, 3/4', '0-3/4'],
  ['SLACK_API_URL', 'https://slack.com/api/', 'https://slack.com/'],
  ['TELEGRAM_WEBHOOK_SECRET', 'aZ09_-', 'has.dot'],
  ['TELEGRAM_WEBHOOK_SECRET', 'a'.repeat(256), 'a'.repeat(257)],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://otel:4318', 'otel:4318'],
  ['HF_ENDPOINT', 'https://mirror/sub', 'ftp://mirror'],
  ['EMBEDDED_MODEL', 'off', 'line\nbreak'],
  ['EXPERT_MATH_KIND', 'openai', 'vllm'],
])('%s takes "%s" and refuses "%s" by name', (variable, right, wrong) => {
  const needed = variable === 'EXPERT_MATH_KIND' ? { EXPERT_MATH_URL: 'http://gpu:8000/v1' } : {};
  expect(mistakes({ ...needed, [variable]: right }).variables).toEqual([]);
  expect(mistakes({ ...needed, [variable]: wrong }).variables).toEqual([variable]);
});

test.each([
  ['http://gpu:8000', 'http://gpu:8000/v1'],
  ['http://gpu:8000/', 'http://gpu:8000/v1'],
  ['http://gpu:8000/v1/chat/completions', 'http://gpu:8000/v1'],
  ['http://gpu/proxy', 'http://gpu/proxy/v1'],
  ['http://user:pass@gpu:8000/v1', 'http://gpu:8000/v1'],
  ['gpu:8000', 'http://gpu:8000/v1'],
])('for the expert URL %s the right one is suggested', (wrong, right) => {
  expect(mistakes({ EXPERT_CODE_URL: wrong }).message).toContain(`Write ${right}`);
});

test('each wrong item of a list is named, the right ones are not', () => {
  const { variables, message } = mistakes({
    EXPERT_CODE_URL: 'http://a:1/v1, nonsense, http://b:2, http://c:3/v1',
  });
  expect(variables).toEqual(['EXPERT_CODE_URL', 'EXPERT_CODE_URL']);
  expect(message).toContain('item 2, "nonsense", is not');
  expect(message).toContain('"http://b:2" does not end in /v1');
  expect(message).not.toMatch(/a:1|c:3/);
});

test('spaces and quotes around a value are not part of it', () => {
  const config = load({
    PORT: ' 8080\r',
    LOG_LEVEL: '"debug"',
    HOST: "' localhost '",
    API_KEYS: '"a-long-key-0123456"',
  });
  expect(config.http).toMatchObject({ port: 8080, host: 'localhost', apiKeys: ['a-long-key-0123456'] });
  expect(config.log.level).toBe('debug');
});

test('an empty value means unset', () => {
  expect(load({ PORT: '', SLACK_BOT_TOKEN: '  ', EXPERT_CODE_URL: '""' })).toEqual(load({}));
});

test('the environment wins over .env, also with an empty value', () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, '.env'),
    '\uFEFFPORT=4000\r\nLOG_LEVEL="warn" # quiet\nHOST=localhost\nexport RATE_LIMIT_PER_MINUTE=7\n',
  );
  const config = loadConfig({ env: { PORT: '5000', HOST: '' }, cwd: folder });
  expect(config.http).toMatchObject({ port: 5000, host: '127.0.0.1' });
  expect(config.log.level).toBe('warn');
  expect(config.rateLimitPerMinute).toBe(7);
});

test('without a source, the process and its working directory are read', () => {
  process.env.PORT = '4321';
  try {
    expect(loadConfig().http.port).toBe(4321);
  } finally {
    delete process.env.PORT;
  }
});

test('an unreadable .env is a mistake like any other', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, '.env'));
  const { problems } = readConfig({ env: {}, cwd: folder });
  expect(problems).toMatchObject([{ variable: '.env', wrong: expect.stringContaining('EISDIR') }]);
});

test('a # that cuts a value short in .env is pointed out', () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, '.env'),
    'STORE_URL=redis://:pass#word@cache\nLOG_LEVEL=warn # quiet\nSIGNING_SECRET="quoted#secret-of-many-letters"\n',
  );
  const { warnings } = readConfig({ env: {}, cwd: folder });
  expect(warnings).toMatchObject([{ variable: 'STORE_URL', mend: expect.stringContaining('in quotes') }]);
});

test('.env.example makes a .env without a warning', () => {
  const folder = tempFolder();
  cpSync(join(import.meta.dirname, '../../.env.example'), join(folder, '.env'));
  expect(readConfig({ env: {}, cwd: folder })).toMatchObject({ problems: [], warnings: [] });
});

test('paths are resolved against the working directory', () => {
  expect(load({ DATA_DIR: 'elsewhere' }).dataDir).toBe(join(cwd, 'elsewhere'));
  expect(load({ EMBEDDED_MODEL: 'off' }).embeddedModel).toBe('off');
});
