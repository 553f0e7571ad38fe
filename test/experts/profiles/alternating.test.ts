import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatMessage } from '../../../src/experts/engine.ts';
import { alternating } from '../../../src/experts/profiles/alternating.ts';

test('neighbours of one role become one message', () => {
  expect(
    alternating([
      { role: 'system', content: 's' },
      { role: 'user', content: '1' },
      { role: 'user', content: [{ type: 'text', text: '2' }] },
      { role: 'assistant', content: '3' },
      { role: 'user', content: '4' },
    ]),
  ).toEqual([
    { role: 'system', content: 's' },
    {
      role: 'user',
      content: [
        { type: 'text', text: '1' },
        { type: 'text', text: '2' },
      ],
    },
    { role: 'assistant', content: '3' },
    { role: 'user', content: '4' },
  ]);
});

test('an answer before the first question goes with it', () => {
  expect(
    alternating([
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Hi' },
    ]),
  ).toEqual([{ role: 'user', content: 'Hello\n\nHi' }]);
});

test('roles take turns, beginning with the user, and no word is lost', () => {
  const message = fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.string() });
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      const turns = alternating(messages as ChatMessage[]);
      expect(turns.map(({ role }) => role)).toEqual(
        turns.map((_, i) => (i % 2 === 0 ? 'user' : 'assistant')),
      );
      expect(turns.map(({ content }) => content).join('\n\n')).toBe(
        messages.map(({ content }) => content).join('\n\n'),
      );
    }),
  );
});
