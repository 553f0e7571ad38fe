import { resolve } from 'node:path';
import { toEndpoints } from './experts.ts';
import type { ExpertEntries } from './experts-file.ts';
import { parseShards } from './formats.ts';
import type { Config } from './types.ts';
import { VARIABLE_NAMES, VARIABLES, type Values } from './variables.ts';

/** Fills in the defaults: of every variable its value, null where it has none. */
export function withDefaults(values: Partial<Values>): Values {
  const entries = VARIABLE_NAMES.map((name) => {
    const { form, fallback } = VARIABLES[name];
    return [name, values[name] ?? (fallback === '' ? null : form.read(fallback))];
  });
  // Complete by construction, each value of its variable's form.
  return Object.fromEntries(entries) as Values;
}

/** The configuration from values that were found right. Paths are resolved against `cwd`; the result is frozen. */
export function assemble(given: Partial<Values>, experts: ExpertEntries, cwd: string): Config {
  const values = withDefaults(given);
  return deepFreeze({
    http: {
      host: values.HOST,
      port: values.PORT,
      publicUrl: values.PUBLIC_URL,
      apiKeys: values.API_KEYS ?? [],
      jwt: { secret: values.JWT_SECRET, jwksUrl: values.JWT_JWKS_URL, audience: values.JWT_AUDIENCE },
      corsOrigins: values.CORS_ORIGINS ?? [],
      attachmentHosts: values.ATTACHMENT_HOSTS ?? [],
    },
    dataDir: resolve(cwd, values.DATA_DIR),
    storeUrl: values.STORE_URL,
    inboxUrl: values.INBOX_URL,
    log: { level: values.LOG_LEVEL, text: values.LOG_TEXT },
    experts: toEndpoints(experts),
    embeddedModel: embeddedModel(values.EMBEDDED_MODEL, cwd),
    hubUrl: values.HF_ENDPOINT,
    router: { threshold: values.ROUTER_THRESHOLD, learn: values.ROUTER_LEARN },
    rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
    signingSecret: values.SIGNING_SECRET,
    admins: values.ADMINS ?? [],
    slack: slack(values),
    discord: discord(values),
    telegram: telegram(values),
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
  });
}

function embeddedModel(value: string | null, cwd: string): string | null {
  return value === null || value === 'off' ? value : resolve(cwd, value);
}

function slack(values: Values): Config['slack'] {
  if (values.SLACK_BOT_TOKEN === null) return null;
  return {
    botToken: values.SLACK_BOT_TOKEN,
    appToken: values.SLACK_APP_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET,
    apiUrl: values.SLACK_API_URL,
    allow: values.SLACK_ALLOW ?? [],
  };
}

function discord(values: Values): Config['discord'] {
  if (values.DISCORD_TOKEN === null) return null;
  return {
    token: values.DISCORD_TOKEN,
    applicationId: values.DISCORD_APPLICATION_ID,
    apiUrl: values.DISCORD_API_URL,
    shards: values.DISCORD_SHARDS === null ? null : parseShards(values.DISCORD_SHARDS),
    allow: values.DISCORD_ALLOW ?? [],
  };
}

function telegram(values: Values): Config['telegram'] {
  if (values.TELEGRAM_BOT_TOKEN === null) return null;
  return {
    botToken: values.TELEGRAM_BOT_TOKEN,
    webhookUrl: values.TELEGRAM_WEBHOOK_URL,
    webhookSecret: values.TELEGRAM_WEBHOOK_SECRET,
    apiRoot: values.TELEGRAM_API_ROOT,
    allow: values.TELEGRAM_ALLOW ?? [],
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
