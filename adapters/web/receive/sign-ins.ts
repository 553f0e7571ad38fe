import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { countInMinute } from '../../../src/access/rate.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { Authenticate } from '../../../src/gateway/auth.ts';
import type { Caller } from '../../../src/gateway/types.ts';
import type { Ledger } from '../../../src/stores/types.ts';
import { type CookieRules, readCookie, setCookie } from '../cookies.ts';
import { knownSessionOf } from '../session.ts';

const COOKIE = 'switchboard_signed_in';
const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;
const SIGNED_IN_SECONDS = 30 * 24 * 60 * 60;
/** From one address, right or wrong: nobody mistypes more often, and guessing gets nowhere. */
const TRIES_PER_MINUTE = 10;

/**
 * Browsers that signed in with a key. They get a token of their own, bound to their session: the key is kept nowhere,
 * and signing out ends the token. Whether its key still counts is asked with every call.
 */
export interface SignIns {
  /** @throws SwitchboardError `unauthorized` for a wrong key, `rate_limited` after too many tries */
  begin(request: FastifyRequest, reply: FastifyReply, session: string, attempt: Attempt): Promise<void>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Who this browser signed in as; null when it did not, or the key counts no more. */
  callerOf(request: FastifyRequest): Promise<Caller | null>;
}

export interface Attempt {
  readonly key: string;
  readonly language: Language;
}

export interface SignInsParts {
  readonly ledger: Ledger;
  readonly authenticate: Authenticate;
  /** The cookie only goes over https. */
  readonly secure: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export function createSignIns(parts: SignInsParts): SignIns {
  const { authenticate, ledger, now = Date.now, secure } = parts;
  // Strict: no other site has a reason to send it, and the page itself needs no key.
  const rules = (maxAgeSeconds: number): CookieRules => ({ maxAgeSeconds, sameSite: 'Strict', secure });
  const tokenIn = (request: FastifyRequest) => readCookie(request.headers.cookie, COOKIE, TOKEN_FORM);

  return {
    async begin(request, reply, session, { key, language }) {
      const waitMs = await countInMinute(ledger, `sign-in:${request.ip}`, TRIES_PER_MINUTE, now());
      if (waitMs !== null) throw tooManyTries(waitMs, language);
      const caller = await authenticate(`Bearer ${key.trim()}`).catch((error: unknown) => {
        throw error instanceof SwitchboardError && error.code === 'unauthorized' ? wrongKey(language) : error;
      });
      const lifeSeconds = Math.min(SIGNED_IN_SECONDS, secondsLeft(caller, now()));
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await ledger.put(entry(session, token), JSON.stringify(caller), lifeSeconds * 1_000);
      setCookie(reply, COOKIE, token, rules(lifeSeconds));
    },
    async end(request, reply) {
      const token = tokenIn(request);
      const session = knownSessionOf(request);
      if (token !== null && session !== null) await ledger.delete(entry(session, token));
      setCookie(reply, COOKIE, '', rules(0));
    },
    async callerOf(request) {
      const token = tokenIn(request);
      const session = knownSessionOf(request);
      if (token === null || session === null) return null;
      const kept = await ledger.get(entry(session, token));
      const caller = kept === null ? null : (JSON.parse(kept) as Caller);
      return caller !== null && authenticate.stillKnows(caller, now()) ? caller : null;
    },
  };
}

/** As a hash: what the store holds opens nothing. */
function entry(session: string, token: string): string {
  return `signed-in:${createHash('sha256').update(`${session} ${token}`).digest('base64url')}`;
}

function secondsLeft({ expiresMs = null }: Caller, nowMs: number): number {
  return expiresMs === null ? Number.POSITIVE_INFINITY : Math.ceil((expiresMs - nowMs) / 1_000);
}

function wrongKey(language: Language): SwitchboardError {
  const sentence = {
    en: 'This key is not known here. Look for a missing or added character.',
    zh: '这个密钥无效。请检查是否少了或多了字符。',
  }[language];
  return new SwitchboardError('unauthorized', sentence, { param: 'key' });
}

function tooManyTries(retryAfterMs: number, language: Language): SwitchboardError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  const sentence = {
    en: `Too many tries to sign in. Try again in ${seconds} s.`,
    zh: `登录尝试次数太多。请在 ${seconds} 秒后再试。`,
  }[language];
  return new SwitchboardError('rate_limited', sentence, { retryAfterMs });
}
