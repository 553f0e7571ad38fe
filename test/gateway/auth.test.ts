import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/gateway/auth.ts';
import type { Caller } from '../../src/gateway/types.ts';
import { type ConfigChanges, testConfig } from '../support/test-config.ts';

const SECRET = 'a secret of the tests';
const bytes = (text: string) => new TextEncoder().encode(text);

function authenticateWith(http: ConfigChanges['http']) {
  const authenticate = createAuthenticate(testConfig({ ...(http && { http }) }).http);
  if (authenticate === null) throw new Error('nothing is configured');
  return (token: string) => authenticate(`Bearer ${token}`);
}

function token(claims: Record<string, unknown> = { sub: 'ann' }, secret = SECRET) {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(bytes(secret));
}

test('without keys and tokens there is nothing to check', () => {
  expect(createAuthenticate(testConfig().http)).toBeNull();
});

describe('API keys', () => {
  const check = authenticateWith({ apiKeys: ['first', 'second'] });

  test('each key is a caller of its own, named by a short hash', async () => {
    const first = await check('first');
    expect(first.key).toMatch(/^[0-9a-f]{16}$/);
    expect(await check('first')).toEqual(first);
    expect(await check('second')).not.toEqual(first);
  });

  test.each(['firs', 'first2', 'FIRST', 'first,second', 'a.b.c'])('%s is refused', async (key) => {
    await expect(check(key)).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  });

  test.each([undefined, '', 'first', 'Basic first', 'Bearer', 'Bearer  '])(
    'the header %s is refused',
    async (header) => {
      const authenticate = createAuthenticate(testConfig({ http: { apiKeys: ['first'] } }).http);
      await expect(authenticate?.(header)).rejects.toMatchObject({ code: 'unauthorized' });
    },
  );

  test('a refusal does not repeat what was sent', async () => {
    await expect(check('my-private-key')).rejects.not.toThrow(/my-private-key/);
  });
});

describe('tokens signed with JWT_SECRET', () => {
  const jwt = { secret: SECRET, jwksUrl: null, audience: null };
  const check = authenticateWith({ jwt });

  test('the subject is the caller', async () => {
    const ann = await check(await token({ sub: 'ann' }));
    expect((await check(await token({ sub: 'ann', extra: 1 }))).key).toBe(ann.key);
    expect((await check(await token({ sub: 'ben' }))).key).not.toBe(ann.key);
  });

  test('a subject never becomes the caller of an API key with the same text', async () => {
    const both = authenticateWith({ jwt, apiKeys: ['ann'] });
    expect(await both(await token({ sub: 'ann' }))).not.toEqual(await both('ann'));
  });

  test.each([{}, { sub: '' }])('a token without a subject is refused: %o', async (claims) => {
    await expect(check(await token(claims))).rejects.toThrow(/subject/);
  });

  test('a foreign signature, an expired token and an unsigned one are refused', async () => {
    await expect(check(await token({ sub: 'ann' }, 'another secret'))).rejects.toMatchObject({ status: 401 });
    const expired = await new SignJWT({ sub: 'ann' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(1)
      .sign(bytes(SECRET));
    await expect(check(expired)).rejects.toThrow(/expired/);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ sub: 'ann' })}.`;
    await expect(check(unsigned)).rejects.toMatchObject({ status: 401 });
  });

  test('JWT_AUDIENCE must be met when it is set', async () => {
    const strict = authenticateWith({ jwt: { ...jwt, audience: 'switchboard' } });
    await expect(strict(await token({ sub: 'ann', aud: 'another' }))).rejects.toThrow(/aud/);
    await expect(strict(await token({ sub: 'ann' }))).rejects.toThrow(/aud/);
    await expect(strict(await token({ sub: 'ann', aud: ['switchboard'] }))).resolves.toBeDefined();
  });
});

describe('tokens of a key set', () => {
  let server: Server;
  let jwksUrl: string;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    pair = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
    server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => server.close());

  const sign = (kid = 'one') =>
    new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'RS256', kid }).sign(pair.privateKey);
  const checkOf = (url: string) => authenticateWith({ jwt: { secret: null, jwksUrl: url, audience: null } });

  test('a token of a listed key is accepted, one of another key refused', async () => {
    const check = checkOf(jwksUrl);
    await expect(check(await sign())).resolves.toBeDefined();
    await expect(check(await sign('two'))).rejects.toMatchObject({ status: 401 });
  });

  test('the public key does not serve as a shared secret', async () => {
    const jwk = await exportJWK(pair.publicKey);
    const forged = await new SignJWT({ sub: 'ann' })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(bytes(String(jwk.n)));
    await expect(checkOf(jwksUrl)(forged)).rejects.toMatchObject({ status: 401 });
  });

  test('a key set that is not reached is our fault, not the caller’s', async () => {
    const check = checkOf('http://127.0.0.1:9/');
    await expect(check(await sign())).rejects.toMatchObject({ status: 503, message: /JWT_JWKS_URL/ });
  });

  test('what is no token at all is refused without asking the key set', async () => {
    await expect(checkOf('http://127.0.0.1:9/')('nonsense')).rejects.toMatchObject({ status: 401 });
  });
});

describe('who was let in before', () => {
  const known = (http: ConfigChanges['http'], caller: Caller, nowMs = 0) =>
    createAuthenticate(testConfig({ ...(http && { http }) }).http)?.stillKnows(caller, nowMs);

  test('is known for as long as their key counts', async () => {
    const caller = await authenticateWith({ apiKeys: ['first'] })('first');
    expect(known({ apiKeys: ['other', 'first'] }, caller)).toBe(true);
    expect(known({ apiKeys: ['other'] }, caller)).toBe(false);
  });

  test('is known until their token expires, and only where tokens count', async () => {
    const jwt = { secret: SECRET, jwksUrl: null, audience: null };
    const caller = await authenticateWith({ jwt })(await token());
    const expiresMs = caller.expiresMs ?? 0;
    expect(known({ jwt }, caller, expiresMs - 1)).toBe(true);
    expect(known({ jwt }, caller, expiresMs)).toBe(false);
    expect(known({ apiKeys: ['first'] }, caller, 0)).toBe(false);
  });
});
