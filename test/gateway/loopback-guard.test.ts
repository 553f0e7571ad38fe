import { describe, expect, test } from 'vitest';
import { SwitchboardError } from '../../src/errors.ts';
import { requireLoopback } from '../../src/gateway/loopback-guard.ts';

const refused = (change: { host?: string; origin?: string; peer?: string }, origins: string[] = []) => {
  try {
    requireLoopback({ host: 'localhost:3000', origin: undefined, peer: '127.0.0.1', ...change }, origins);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(SwitchboardError);
    expect((error as SwitchboardError).status).toBe(403);
    return true;
  }
};

describe('without keys', () => {
  test.each([
    'localhost',
    'LOCALHOST:3000',
    'chat.localhost:80',
    '127.0.0.1',
    '127.9.8.7:3000',
    '[::1]',
    '[::1]:3000',
  ])('Host %s is served', (host) => expect(refused({ host })).toBe(false));

  test.each([
    'example.com',
    'localhost.example.com',
    'localhost.evil',
    'evil-localhost',
    '127.0.0.1.nip.io',
    '127.0.0.1@evil.com',
    '128.0.0.1',
    '0.0.0.0',
    '[::2]',
    '192.168.1.2:3000',
    '',
  ])('Host %s is refused', (host) => expect(refused({ host })).toBe(true));

  test('a request without Host is refused', () => {
    expect(() => requireLoopback({ host: undefined, origin: undefined, peer: '127.0.0.1' }, [])).toThrow();
  });

  test.each(['http://localhost:8080', 'https://127.0.0.1', 'http://[::1]:3000'])(
    'a page of %s may call',
    (origin) => expect(refused({ origin })).toBe(false),
  );

  test.each([
    'https://example.com',
    'null',
    'http://localhost.example.com',
    'file://',
    'chrome-extension://abc',
  ])('a page of %s may not call', (origin) => expect(refused({ origin })).toBe(true));

  test('a page that CORS_ORIGINS lists may call', () => {
    expect(refused({ origin: 'https://example.com' }, ['https://example.com'])).toBe(false);
    expect(refused({ origin: 'https://example.com.evil' }, ['https://example.com'])).toBe(true);
  });

  test.each(['10.0.0.5', '::ffff:10.0.0.5', 'fe80::1', '1.127.0.1'])(
    'another machine (%s) is refused even when it says Host: localhost',
    (peer) => expect(refused({ peer })).toBe(true),
  );

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('this machine is known by %s', (peer) =>
    expect(refused({ peer })).toBe(false),
  );
});
