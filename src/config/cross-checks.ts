import { isLoopback } from './formats.ts';
import type { Problem } from './problem.ts';
import { VARIABLE_NAMES, type Values, type VariableName } from './variables.ts';

/** What one variable says about another. `isSet` is true for wrong values too. */
export interface Facts {
  readonly isSet: (name: VariableName) => boolean;
  readonly values: Partial<Values>;
}

/** RFC 7518 §3.2: an HS256 key is at least as long as its hash. */
const JWT_SECRET_MIN_BYTES = 32;
/** Shorter keys can be guessed within an ordinary rate limit's reach. */
const SECRET_MIN_CHARACTERS = 16;

/** Mistakes: what was asked for cannot work. */
export function crossProblems({ isSet }: Facts): Problem[] {
  const problems: Problem[] = [];
  const needs = (variable: VariableName, others: readonly VariableName[], mend: string) => {
    if (isSet(variable) && !others.some(isSet)) {
      problems.push({
        variable,
        wrong: `it is set, but ${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} not`,
        mend,
      });
    }
  };
  needs('JWT_AUDIENCE', ['JWT_SECRET', 'JWT_JWKS_URL'], 'Set one of them, or remove JWT_AUDIENCE.');
  needs(
    'SLACK_BOT_TOKEN',
    ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
    'Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode).',
  );
  needs('SLACK_APP_TOKEN', ['SLACK_BOT_TOKEN'], 'Set the bot token (xoxb-…), too.');
  needs('SLACK_SIGNING_SECRET', ['SLACK_BOT_TOKEN'], 'Set the bot token (xoxb-…), too.');
  needs(
    'TELEGRAM_WEBHOOK_URL',
    ['TELEGRAM_WEBHOOK_SECRET'],
    'Set TELEGRAM_WEBHOOK_SECRET to random letters and digits, for example with `openssl rand -hex 32`.',
  );
  return problems;
}

const PLATFORM_TOKENS = [
  ['SLACK_', 'SLACK_BOT_TOKEN'],
  ['DISCORD_', 'DISCORD_TOKEN'],
  ['TELEGRAM_', 'TELEGRAM_BOT_TOKEN'],
] as const;

/** What works, but hardly as meant. */
export function crossWarnings(facts: Facts): Problem[] {
  return [...unreachable(facts), ...weakSecrets(facts), ...oddTokens(facts), ...withoutEffect(facts)];
}

function unreachable({ isSet, values }: Facts): Problem[] {
  if (isSet('API_KEYS') || isSet('JWT_SECRET') || isSet('JWT_JWKS_URL')) return [];
  const problems: Problem[] = [];
  if (values.HOST !== undefined && !isLoopback(values.HOST)) {
    problems.push({
      variable: 'HOST',
      wrong:
        'without a key only requests to a loopback name are served, so others are refused on this address',
      mend: 'Set API_KEYS, or HOST=127.0.0.1.',
    });
  }
  if (values.CORS_ORIGINS?.includes('*')) {
    problems.push({
      variable: 'CORS_ORIGINS',
      wrong: 'with * and without a key every web page that is open on this machine may use the API',
      mend: 'Name the origins, or set API_KEYS.',
    });
  }
  return problems;
}

function weakSecrets({ values }: Facts): Problem[] {
  const mend = 'Make a long one, for example with `openssl rand -hex 32`.';
  const weak: Problem[] = [];
  const short = (variable: VariableName, secret: string | null | undefined, least: number) => {
    if (secret != null && Buffer.byteLength(secret) < least) {
      weak.push({ variable, wrong: `a value of under ${least} characters can be guessed`, mend });
    }
  };
  const shortest = values.API_KEYS?.reduce((a, b) => (b.length < a.length ? b : a));
  short('API_KEYS', shortest, SECRET_MIN_CHARACTERS);
  short('SIGNING_SECRET', values.SIGNING_SECRET, SECRET_MIN_CHARACTERS);
  short('JWT_SECRET', values.JWT_SECRET, JWT_SECRET_MIN_BYTES);
  return weak;
}

function oddTokens({ values }: Facts): Problem[] {
  const forms = [
    ['SLACK_BOT_TOKEN', /^xoxb-/, 'xoxb-…'],
    ['SLACK_APP_TOKEN', /^xapp-/, 'xapp-…'],
    ['TELEGRAM_BOT_TOKEN', /^\d+:[\w-]+$/, '123456:letters-and-digits'],
  ] as const;
  return forms.flatMap(([variable, looks, form]) => {
    const value = values[variable];
    if (value == null || looks.test(value)) return [];
    const mend = 'Compare it with what the platform shows; perhaps two values are swapped.';
    return [{ variable, wrong: `its value does not look like ${form}`, mend }];
  });
}

function withoutEffect({ isSet }: Facts): Problem[] {
  const idle = PLATFORM_TOKENS.flatMap(([prefix, needed]) => {
    if (isSet(needed)) return [];
    return VARIABLE_NAMES.filter((name) => name.startsWith(prefix) && isSet(name)).map((name) => [
      name,
      needed,
    ]);
  });
  if (isSet('TELEGRAM_BOT_TOKEN') && isSet('TELEGRAM_WEBHOOK_SECRET') && !isSet('TELEGRAM_WEBHOOK_URL')) {
    idle.push(['TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_WEBHOOK_URL']);
  }
  return idle.map(([variable = '', needed]) => ({
    variable,
    wrong: `it has no effect, since ${needed} is not set`,
    mend: `Set ${needed}, or remove it.`,
  }));
}
