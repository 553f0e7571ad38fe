import { expect, test } from 'vitest';
import { SwitchboardError } from '../../src/errors.ts';
import { parseAsk } from '../../src/gateway/ask-body.ts';
import { bodyCheck } from '../../src/gateway/body-check.ts';

function refusalOf(run: () => unknown): SwitchboardError {
  try {
    run();
  } catch (error) {
    if (error instanceof SwitchboardError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('all mistakes are said, and the first field is the parameter', () => {
  const error = refusalOf(() =>
    parseAsk({ text: 7, conversation: '', stream: 'yes', attachments: [{ data: 1, mime: 7 }] }),
  );
  expect(error.param).toBe('text');
  for (const field of ['text', 'conversation', 'stream', 'attachments[0].mime', 'attachments[0].data']) {
    expect(error.message).toContain(field);
  }
});

test('of a huge body only one mistake is said', () => {
  const check = bodyCheck({ properties: { items: { type: 'array', items: { type: 'string' } } } });
  const error = refusalOf(() => check({ items: new Array(100_000).fill(1) }));
  expect(error.message).toBe('items[0] must be of type string.');
  expect(error.param).toBe('items[0]');
});

test('a body nested without end is refused like any other', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(refusalOf(() => parseAsk({ text: deep })).param).toBe('text');
});

test.each([
  [{}, 'text'],
  [{ text: null }, 'text'],
  [{ text: '' }, 'text'],
  [{ text: ' \n\t ' }, 'text'],
  [{ text: '\u0000\u0007' }, 'text'],
  [{ text: 'x'.repeat(1024 * 1024 + 1) }, 'text'],
  [{ text: 'hi', expert: 'poetry' }, 'expert'],
  [{ text: 'hi', expert: 3 }, 'expert'],
  [{ text: 'hi', conversation: '' }, 'conversation'],
  [{ text: 'hi', conversation: 'x'.repeat(201) }, 'conversation'],
  [{ text: 'hi', conversation: { toString: 1 } }, 'conversation'],
  [{ text: 'hi', attachments: {} }, 'attachments'],
  [{ text: 'hi', attachments: [{ data: 'aGk=', mime: 3 }] }, 'attachments[0].mime'],
  [{ text: 'hi', attachments: [{ data: 'aGk=', mime: 'nonsense' }] }, 'attachments[0].mime'],
  [{ text: 'hi', attachments: new Array(11).fill({ data: 'aGk=', mime: 'text/plain' }) }, 'attachments'],
])('the field at fault is named: %#', (body, param) => {
  const error = refusalOf(() => parseAsk(body));
  expect(error).toMatchObject({ status: 400, param });
  expect(error.message).toContain(param);
});

test('what is left out or null has its default, and unknown fields do not matter', () => {
  const plain = { text: 'hi', forced: null, conversation: null, attachments: [], stream: false };
  expect(parseAsk({ text: 'hi' })).toEqual(plain);
  const nulls = { expert: null, conversation: null, attachments: null, stream: null };
  expect(parseAsk({ text: 'hi', ...nulls, temperature: 'x' })).toEqual(plain);
  expect(parseAsk({ text: 'hi', expert: 'auto' })).toEqual(plain);
});

test('text is made well-formed and loses control characters, nothing else', () => {
  expect(parseAsk({ text: 'a\ud800b\u0000c\r\n\td\u001b[31m 👩‍🚀 你好' }).text).toBe(
    'a\ufffdbc\n\td[31m 👩‍🚀 你好',
  );
});

test('a text of 1 MiB is taken whole', () => {
  const text = 'x'.repeat(1024 * 1024);
  expect(parseAsk({ text }).text).toBe(text);
});
