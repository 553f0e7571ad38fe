import { PLATFORMS } from '../conversation/types.ts';
import {
  baseUrl,
  boolean,
  expertUrl,
  type Form,
  format,
  integer,
  list,
  number,
  oneOf,
  path,
  pattern,
  secret,
  text,
  token,
} from './forms.ts';
import { ENDPOINT_NAMES, type EndpointName } from './types.ts';

/** One environment variable. `T` is its value in the configuration: null when it is unset without a default. */
export interface Variable<T = unknown> {
  readonly form: Form<NonNullable<T>>;
  /** The default as it would be written, empty when there is none. */
  readonly fallback: string;
  /** One line, without a full stop. */
  readonly description: string;
  /** Only for the type: never set. */
  readonly value?: T;
}

function optional<T>(form: Form<T>, description: string): Variable<T | null> {
  return { form: form as Form<NonNullable<T>>, fallback: '', description };
}

function fallback<T>(form: Form<T>, written: string, description: string): Variable<T> {
  return { form: form as Form<NonNullable<T>>, fallback: written, description };
}

const id = text('an id', 'U012AB3CD');
const storeForms = 'sqlite:, sqlite:/path/file.db, redis://…, valkey://… or postgres://…';
const encoded = 'special characters of a password percent-encoded';
const httpUrl = format(
  'http-url',
  'an http:// or https:// URL without credentials',
  'https://id.example.com/jwks',
);

const HTTP = {
  HOST: fallback(
    format('listen-host', 'a host name or address (without scheme and port)', '127.0.0.1'),
    '127.0.0.1',
    'address to listen on; 0.0.0.0 for all',
  ),
  PORT: fallback(integer(0, 65_535, '3000'), '3000', 'port to listen on; 0 takes a free one'),
  PUBLIC_URL: optional(
    baseUrl('https://bot.example.com'),
    'where the outside reaches this server (webhooks, links)',
  ),
  API_KEYS: optional(list(token('a-long-random-key')), 'comma-separated bearer keys for the HTTP API'),
  JWT_SECRET: optional(secret('32-or-more-random-characters'), 'HS256 secret for JWT bearer tokens'),
  JWT_JWKS_URL: optional(httpUrl, 'key set for JWT bearer tokens'),
  JWT_AUDIENCE: optional(text('one line of text', 'switchboard'), 'audience that a JWT must name'),
  CORS_ORIGINS: optional(
    list({
      ...format('origin', 'an origin (scheme and host, no path)', 'https://chat.example.com'),
      read: (written) => written.replace(/\/+$/, ''),
      suggest: (written) => URL.parse(written)?.origin.replace(/^null$/, '') || null,
    }),
    'comma-separated origins whose pages may call the HTTP API',
  ),
  RATE_LIMIT_PER_MINUTE: fallback(
    integer(0, 1_000_000, '60'),
    '60',
    'turns per user on a platform, requests per key over HTTP; 0 = none',
  ),
  ATTACHMENT_HOSTS: optional(
    list({
      ...format('url-host', 'a host name (no scheme, path or wildcard)', 'files.example.com'),
      read: (written) => written.toLowerCase(),
      suggest: (written) => (written.includes('://') ? URL.parse(written)?.host || null : null),
    }),
    'comma-separated hosts that attachment URLs over HTTP may be fetched from',
  ),
};

const KEEPING = {
  DATA_DIR: fallback(path('./data'), './data', 'folder of the embedded stores and the model cache'),
  STORE_URL: fallback(
    format('store-url', `a store (${storeForms}; ${encoded})`, 'redis://127.0.0.1:6379'),
    'sqlite:',
    `where conversations are kept: ${storeForms}; sqlite: is in DATA_DIR`,
  ),
  INBOX_URL: fallback(
    format(
      'inbox-url',
      'an inbox (sqlite:, sqlite:/path/file.db or restate+http://…)',
      'restate+http://127.0.0.1:8080',
    ),
    'sqlite:',
    'queue of platform messages: sqlite: (one process) or restate+http://ingress:8080 (several)',
  ),
  SIGNING_SECRET: optional(
    secret('32-or-more-random-characters'),
    'signs button payloads, the same on all replicas; made once and kept in the store when unset',
  ),
};

const LOGGING = {
  LOG_LEVEL: fallback(
    oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
    'info',
    'trace, debug, info, warn, error, fatal or silent',
  ),
  LOG_TEXT: fallback(boolean(), 'false', 'whether message text may be logged'),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(baseUrl('http://127.0.0.1:4318'), 'sends traces there'),
};

const MODELS = {
  EXPERTS_FILE: optional(path('./experts.json'), 'JSON file of experts; the environment wins over it'),
  EMBEDDED_MODEL: optional(
    path('./model.gguf'),
    'path of a GGUF file, or off; found or downloaded when unset',
  ),
  HF_ENDPOINT: fallback(
    baseUrl('https://huggingface.co'),
    'https://huggingface.co',
    'hub (or mirror) that the embedded model is downloaded from',
  ),
  ROUTER_THRESHOLD: fallback(number(0, 1, '0.7'), '0.7', 'confidence under which the judge is asked, 0 to 1'),
  ROUTER_LEARN: fallback(
    oneOf(['off', 'labels', 'text'], 'labels'),
    'labels',
    'what corrections may keep: off, labels (features only) or text',
  ),
};

const PEOPLE = {
  ADMINS: optional(
    list(
      pattern(
        `^(${PLATFORMS.join('|')}):\\S+$`,
        `platform:userid (${PLATFORMS.join(', ')})`,
        'slack:U012AB3CD',
      ),
    ),
    'comma-separated platform:userid who may use /settings in shared channels',
  ),
};

const SLACK = {
  SLACK_BOT_TOKEN: optional(token('xoxb-…'), 'bot token (xoxb-…)'),
  SLACK_APP_TOKEN: optional(token('xapp-…'), 'app-level token (xapp-…) for Socket Mode'),
  SLACK_SIGNING_SECRET: optional(token('from-basic-information'), 'for HTTP mode instead of the app token'),
  SLACK_API_URL: optional(
    {
      ...format('slack-api-url', 'an http(s) URL that ends in /api/', 'https://slack.com/api/'),
      read: (written) => written.replace(/\/api$/, '/api/'),
    },
    'base of the Web API ending in /api/, for tests and proxies',
  ),
  SLACK_ALLOW: optional(list(id), 'comma-separated user, channel or team ids; everyone when unset'),
};

const DISCORD = {
  DISCORD_TOKEN: optional(token('from-the-developer-portal'), 'bot token'),
  DISCORD_APPLICATION_ID: optional(
    pattern('^\\d{1,20}$', 'a number of up to 20 digits', '1234567890123456789'),
    'asked for when unset',
  ),
  DISCORD_API_URL: optional(baseUrl('http://127.0.0.1:4001/api'), 'base of the API, for tests and proxies'),
  DISCORD_SHARDS: optional(
    format('shards', 'shard numbers, a slash and their count, each number under it', '0,1/4'),
    'shards that this replica serves, e.g. 0,1/4; all when unset',
  ),
  DISCORD_ALLOW: optional(list(id), 'comma-separated user, channel or guild ids; everyone when unset'),
};

const TELEGRAM = {
  TELEGRAM_BOT_TOKEN: optional(token('123456:from-BotFather'), 'bot token; long polling'),
  TELEGRAM_WEBHOOK_URL: optional(
    format(
      'base-url',
      'an http(s) URL without credentials, query or fragment',
      'https://bot.example.com/telegram/webhook',
    ),
    'webhook instead: the full URL as Telegram is to call it; served at POST /telegram/webhook',
  ),
  TELEGRAM_WEBHOOK_SECRET: optional(
    token('random-letters-and-digits', '^[A-Za-z0-9_-]{1,256}$', '1 to 256 letters, digits, _ or -'),
    'secret that Telegram sends along with each call',
  ),
  TELEGRAM_API_ROOT: optional(
    baseUrl('http://127.0.0.1:8081'),
    'base of the Bot API, for local servers and tests',
  ),
  TELEGRAM_ALLOW: optional(list(id), 'comma-separated user or chat ids; everyone when unset'),
};

const expertFields = {
  URL: optional(list(expertUrl()), 'comma-separated base URLs of its servers, ending in /v1'),
  MODEL: optional(
    text('one line of text', 'Qwen/Qwen2.5-7B-Instruct'),
    'served model name; the first one listed when unset',
  ),
  PROFILE: optional(text('one line of text', 'qwen2.5'), "profile id; from the model's name when unset"),
  API_KEY: optional(token('the-key-of-the-server'), 'bearer key'),
  KIND: optional(oneOf(['openai', 'nllb'], 'openai'), 'openai (the default)'),
};
type ExpertFields = typeof expertFields;
type ExpertVariables = {
  [Name in EndpointName as `EXPERT_${Uppercase<Name>}_URL`]: ExpertFields['URL'];
} & {
  [Name in EndpointName as `EXPERT_${Uppercase<Name>}_${'MODEL' | 'PROFILE'}`]: ExpertFields['MODEL'];
} & {
  [Name in EndpointName as `EXPERT_${Uppercase<Name>}_API_KEY`]: ExpertFields['API_KEY'];
} & { [Name in EndpointName as `EXPERT_${Uppercase<Name>}_KIND`]: ExpertFields['KIND'] };

/** `EXPERT_MATH_URL` for `math` and `URL`. */
export function expertVariable<Name extends EndpointName, Field extends keyof ExpertFields>(
  name: Name,
  field: Field,
) {
  return `EXPERT_${name.toUpperCase() as Uppercase<Name>}_${field}` as const;
}

const EXPERTS = Object.fromEntries(
  ENDPOINT_NAMES.flatMap((name) =>
    Object.entries(expertFields).map(([field, variable]) => [
      `EXPERT_${name.toUpperCase()}_${field}`,
      { ...variable, description: `${name}: ${variable.description}` },
    ]),
  ),
  // Built from the same two lists as the type.
) as ExpertVariables;
Object.assign(EXPERTS.EXPERT_TRANSLATE_KIND, {
  description: 'translate: openai (the default) or nllb (CTranslate2 nllb-api; the URL is then its root)',
});

/** Every variable, in the order in which people read about them. */
export const SECTIONS = [
  ['HTTP server', HTTP],
  ['Experts: vLLM servers or others with the OpenAI API', EXPERTS],
  ['Models and routing', MODELS],
  ['Stores', KEEPING],
  ['Logs and traces', LOGGING],
  ['People', PEOPLE],
  ['Slack', SLACK],
  ['Discord', DISCORD],
  ['Telegram', TELEGRAM],
] as const satisfies readonly (readonly [string, Readonly<Record<string, Variable>>])[];

/** The single source of every variable's name, form, default and description. */
export const VARIABLES = {
  ...HTTP,
  ...EXPERTS,
  ...MODELS,
  ...KEEPING,
  ...LOGGING,
  ...PEOPLE,
  ...SLACK,
  ...DISCORD,
  ...TELEGRAM,
};
export type VariableName = keyof typeof VARIABLES;

/** The checked values by variable. */
export type Values = {
  readonly [Name in VariableName]: (typeof VARIABLES)[Name] extends Variable<infer T> ? T : never;
};

export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly VariableName[];
