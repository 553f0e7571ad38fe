import type { Config } from './types.ts';

/** Masks every secret in a text. */
export type Redactor = (text: string) => string;

const MASK = '***';
/** Anything shorter occurs by chance in every other line. */
const SECRET_MIN_CHARACTERS = 4;
/** A shorter piece of base64 occurs by chance. */
const BASE64_MIN_CHARACTERS = 8;

/** `scheme://user:password@`. All repetitions are bounded: the text may be a megabyte of somebody's choice. */
const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]{1,1000}@/gi;
const BEARER = /\b(bearer(?:\s{1,3}|%20))[a-z0-9._~+/=-]{8,}/gi;
/** The header by its name, whatever the scheme, also within JSON. */
const AUTHORIZATION =
  /\b(authorization[\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\"']{0,4}(?:\w{1,20}\s{1,3})?)[^\s\\"',]+/gi;

/** Every secret of a configuration: keys, tokens, and the credentials within its URLs. */
export function secretsOf(config: Config): string[] {
  const { http, slack, discord, telegram } = config;
  const endpoints = Object.values(config.experts);
  const secrets = [
    ...http.apiKeys,
    http.jwt.secret,
    config.signingSecret,
    ...endpoints.map((endpoint) => endpoint.apiKey),
    slack?.botToken,
    slack?.appToken,
    slack?.signingSecret,
    discord?.token,
    telegram?.botToken,
    telegram?.webhookSecret,
  ];
  const urls = [
    config.storeUrl,
    config.inboxUrl,
    http.jwt.jwksUrl,
    config.otlpEndpoint,
    ...endpoints.flatMap((endpoint) => endpoint.urls),
  ];
  const known = secrets.filter((secret) => secret != null);
  return [...new Set([...known, ...urls.flatMap((url) => (url === null ? [] : urlSecrets(url)))])];
}

/** Password (or the lone user name) of a URL, and query values that are named like secrets. */
export function urlSecrets(text: string): string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  // A lone user name is a token over HTTP; in a database's URL it is only a name.
  const credential = url.password || (url.protocol.includes('http') ? url.username : '');
  const query = [...url.searchParams].filter(([name]) => /key|token|secret|password/i.test(name));
  return [credential, decoded(credential), ...query.map(([, value]) => value)].filter(
    (secret) => secret !== '',
  );
}

/**
 * A redactor for these secrets in any spelling in which they may turn up: plain, within JSON, URL-encoded, and in
 * base64 wherever they stand in what was encoded. Credentials in URLs and authorization headers are masked
 * whether their secret is known or not. Secrets under 4 characters cannot be told from ordinary text.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const spellings = new Set(
    secrets.filter((secret) => secret.length >= SECRET_MIN_CHARACTERS).flatMap(spellingsOf),
  );
  // Longest first: of two secrets that begin alike, nothing may be left of the longer one.
  const known = [...spellings]
    .sort((a, b) => b.length - a.length)
    .map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const any = known.length === 0 ? null : new RegExp(known.join('|'), 'g');
  return (text) => {
    const masked = any === null ? text : text.replace(any, MASK);
    return masked
      .replace(URL_CREDENTIALS, `$1${MASK}@`)
      .replace(AUTHORIZATION, `$1${MASK}`)
      .replace(BEARER, `$1${MASK}`);
  };
}

function spellingsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inJsonTwice = JSON.stringify(inJson).slice(1, -1);
  const encoded = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [secret, inJson, inJsonTwice, encoded, form, ...base64Of(secret)].filter(
    (spelling) => spelling !== '',
  );
}

/** The characters that the secret alone decides, for each of the three places where it can begin in a triple. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const whole = bytes.toString('base64').replace(/=+$/, '');
  const pieces = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const long = [whole, ...pieces].filter((piece) => piece.length >= BASE64_MIN_CHARACTERS);
  return long.flatMap((piece) => [piece, piece.replaceAll('+', '-').replaceAll('/', '_')]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
