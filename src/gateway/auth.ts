import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Config } from '../config/types.ts';
import { SwitchboardError } from '../errors.ts';
import type { Caller } from './types.ts';

const JWKS_TIMEOUT_MS = 5_000;
/** Signatures by key pairs only: a public key must never serve as an HMAC secret. */
const JWKS_ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
/** Hex digits of SHA-256 that name a caller. */
const CALLER_KEY_LENGTH = 16;

export interface Authenticate {
  /** Who sent this `Authorization` header. Throws `SwitchboardError`: 401, or 503 when the key set is not reached. */
  (authorization: string | undefined): Promise<Caller>;
  /** Whether a caller that was let in before would be let in now: the key still counts, the token has not expired. */
  stillKnows(caller: Caller, nowMs: number): boolean;
}

type VerifyToken = (token: string) => Promise<JWTPayload>;

/** The check for the configured keys and tokens; null when neither is configured. */
export function createAuthenticate(http: Config['http']): Authenticate | null {
  const keys = http.apiKeys.map((key) => ({ digest: sha256(key), caller: { key: shortHash(`key:${key}`) } }));
  const verify = createVerifyToken(http.jwt);
  if (keys.length === 0 && verify === null) return null;

  const authenticate = async (authorization: string | undefined): Promise<Caller> => {
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthorized('Send a key: "Authorization: Bearer KEY".');
    const digest = sha256(token);
    // Every key is compared, so that the time says nothing about which one was close.
    const match = keys.filter((key) => timingSafeEqual(key.digest, digest))[0];
    if (match) return match.caller;
    if (verify === null) throw unauthorized('This key is not known here.');
    const { exp, sub } = await verify(token).catch((cause: unknown) => {
      throw refusal(cause);
    });
    if (!sub) throw unauthorized('The token names no subject ("sub").');
    return { key: shortHash(`sub:${sub}`), expiresMs: exp === undefined ? null : exp * 1_000 };
  };
  return Object.assign(authenticate, {
    stillKnows({ expiresMs, key }: Caller, nowMs: number) {
      if (expiresMs === undefined) return keys.some(({ caller }) => caller.key === key);
      return verify !== null && (expiresMs === null || nowMs < expiresMs);
    },
  });
}

function createVerifyToken(jwt: Config['http']['jwt']): VerifyToken | null {
  const options: JWTVerifyOptions = jwt.audience === null ? {} : { audience: jwt.audience };
  if (jwt.secret !== null) {
    const secret = new TextEncoder().encode(jwt.secret);
    return async (token) => (await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] })).payload;
  }
  if (jwt.jwksUrl !== null) {
    const keySet = createRemoteJWKSet(new URL(jwt.jwksUrl), { timeoutDuration: JWKS_TIMEOUT_MS });
    return async (token) =>
      (await jwtVerify(token, keySet, { ...options, algorithms: JWKS_ALGORITHMS })).payload;
  }
  return null;
}

function refusal(cause: unknown): SwitchboardError {
  const unreachable =
    !(cause instanceof errors.JOSEError) || ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(cause.code);
  if (unreachable) {
    const message = 'The key set that checks tokens (JWT_JWKS_URL) cannot be reached; try again in a moment.';
    return new SwitchboardError('expert_unavailable', message, { cause });
  }
  if (cause instanceof errors.JWTExpired) return unauthorized('The token has expired.', cause);
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return unauthorized(`The token's "${cause.claim}" does not fit this server.`, cause);
  }
  return unauthorized('This key or token is not valid here.', cause);
}

function unauthorized(message: string, cause?: unknown): SwitchboardError {
  return new SwitchboardError('unauthorized', message, { cause });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function shortHash(text: string): string {
  return sha256(text).toString('hex').slice(0, CALLER_KEY_LENGTH);
}
