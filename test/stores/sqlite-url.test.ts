import { expect, test } from 'vitest';
import { sqlitePath } from '../../src/stores/sqlite-url.ts';

const path = (url: string) => sqlitePath('STORE_URL', url, '/data', 'switchboard.db');

test.each([
  ['sqlite:', '/data/switchboard.db'],
  ['sqlite:/var/lib/bot.db', '/var/lib/bot.db'],
  ['sqlite:///var/lib/bot.db', '/var/lib/bot.db'],
  ['sqlite:here.db', `${process.cwd()}/here.db`],
  ['sqlite::memory:', ':memory:'],
])('%s is kept in %s', (url, expected) => {
  expect(path(url)).toBe(expected);
});

test.each(['redis://user:hunter2@cache:6379', 'valkey://cache', 'postgres://u:hunter2@db/x', 'nonsense', ''])(
  '%s is refused with what to set instead, and without its password',
  (url) => {
    expect(() => path(url)).toThrow(/^STORE_URL: .*SQLite only.*STORE_URL=sqlite:/);
    expect(() => path(url)).not.toThrow(/hunter2/);
  },
);
