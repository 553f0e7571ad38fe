import { isIP } from 'node:net';

const HTTP = ['http:', 'https:'];
/** Stores by URL scheme; `rediss:` is Redis over TLS. */
const STORE_SCHEMES = ['redis:', 'rediss:', 'valkey:', 'postgres:', 'postgresql:'];
const INBOX_SCHEMES = ['restate+http:', 'restate+https:'];
const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;

function parse(text: string, schemes: readonly string[]): URL | null {
  // The parser silently drops line breaks and repairs `http:host`; neither was meant.
  if (/[\s\p{Cc}]/u.test(text) || !/^[a-z+]+:\/\//i.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || !schemes.includes(url.protocol)) return null;
  // Postgres may be reached through a socket file that is named in the query.
  return url.host !== '' || url.protocol.startsWith('postgres') ? url : null;
}

function httpUrl(text: string): URL | null {
  const url = parse(text, HTTP);
  // fetch refuses a URL that carries credentials.
  return url !== null && url.username === '' && url.password === '' ? url : null;
}

/** The text forms of configuration values, registered with Ajv as `format`s. Each is a pure predicate. */
export const FORMATS = {
  /** Reachable with fetch: http or https, no credentials. */
  'http-url': (text: string) => httpUrl(text) !== null,
  /** A base or callback address: paths may follow, so no query and no fragment. */
  'base-url': (text: string) => {
    const url = httpUrl(text);
    return url !== null && !/[?#]/.test(text);
  },
  'slack-api-url': (text: string) => httpUrl(text)?.pathname.endsWith('/api/') === true && !/[?#]/.test(text),
  origin: (text: string) => text === '*' || httpUrl(text)?.origin === text,
  'store-url': (text: string) => isSqlite(text) || parse(text, STORE_SCHEMES) !== null,
  'inbox-url': (text: string) => isSqlite(text) || parse(text, INBOX_SCHEMES) !== null,
  'listen-host': (text: string) => isIP(text) !== 0 || HOST_NAME.test(text),
  /** What `URL.host` gives: a name or address in lower case, with a port where it is not the usual one. */
  'url-host': (text: string) => URL.parse(`http://${text}`)?.host === text,
  shards: (text: string) => parseShards(text) !== null,
} as const satisfies Record<string, (text: string) => boolean>;

export type FormatName = keyof typeof FORMATS;

function isSqlite(text: string): boolean {
  return /^sqlite:(?!\/\/(?!\/))[^?#]*$/.test(text);
}

/** `0,1/4` → shards 0 and 1 of 4; null when it is not of that form. */
export function parseShards(text: string): { ids: number[]; count: number } | null {
  const match = /^(\d{1,5}(?:\s*,\s*\d{1,5})*)\s*\/\s*(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const ids = [...new Set((match[1] ?? '').split(',').map(Number))];
  const count = Number(match[2]);
  return ids.every((id) => id < count) ? { ids, count } : null;
}

/** Only reachable from this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost\.?|.+\.localhost\.?|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i.test(host);
}

/** A base URL as the `openai` client wants it, guessed from what was written; null when that is no guess. */
export function suggestV1(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !HTTP.includes(url.protocol)) return null;
  const path = url.pathname.replace(/\/+$/, '');
  const cut = /^(.*?\/v1)(\/|$)/.exec(path)?.[1];
  return `${url.origin}${cut ?? `${path}/v1`}`;
}
