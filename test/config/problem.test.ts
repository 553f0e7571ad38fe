import { expect, test } from 'vitest';
import { ConfigError, show } from '../../src/config/problem.ts';

test.each([
  ['abc', '"abc"'],
  ['http://user:pass@host/v1', '"http://***@host/v1"'],
  ['user:pass@host', '"***@host"'],
  ['http:user:pass@host', '"***@host"'],
  ['https://host/jwks?key=abc', '"https://host/jwks?***"'],
  ['a\u001b[31mb\nc', '"a\u{fffd}[31mb\u{fffd}c"'],
  ['x'.repeat(100), `"${'x'.repeat(80)}…"`],
])('%j is shown as %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test('the message has a line for each mistake, between what it is and where to look', () => {
  const one = { variable: 'PORT', wrong: '"a" is not a number', mend: 'Write a number.' };
  const two = { variable: 'HOST', wrong: 'it is odd', mend: 'Make it even.' };
  expect(new ConfigError([one]).message).toBe(
    'The configuration has a mistake:\n  PORT: "a" is not a number. Write a number.\nEvery variable is explained in .env.example.',
  );
  expect(new ConfigError([one, two]).message.split('\n')).toMatchObject([
    'The configuration has 2 mistakes:',
    expect.stringContaining('PORT'),
    expect.stringContaining('HOST'),
    expect.anything(),
  ]);
});
