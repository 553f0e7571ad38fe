import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GenerateEvent } from '../../src/experts/engine.ts';
import { type Frame, framed } from '../../src/experts/frame.ts';

const FENCE: Frame = { before: '```python\ndef', after: '\n```', empty: 'nothing' };
const usage = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };

/** What is shown of these deltas; without `finish` the answer breaks off with an error. */
async function shown(deltas: readonly string[], frame: Frame, finish?: 'stop' | 'length'): Promise<string> {
  const broken = new Error('broken off');
  async function* written(): AsyncGenerator<GenerateEvent> {
    for (const delta of deltas) yield { type: 'text', delta };
    if (finish === undefined) throw broken;
    yield { type: 'end', finish, usage };
  }
  let text = '';
  try {
    for await (const event of framed(written(), frame)) if (event.type === 'text') text += event.delta;
  } catch (error) {
    if (error !== broken) throw error;
  }
  return text;
}

test.each([[[' f():\n  pass\n']], [[' f():', '\n', '  pass', '\n', '\n']], [[' f():\n  pass']]])(
  '%j ends in its last line, without an empty one before the fence',
  async (deltas) => {
    expect(await shown(deltas, FENCE, 'stop')).toBe('```python\ndef f():\n  pass\n```');
  },
);

test('an answer that did not come to its end keeps every byte within the fence', async () => {
  expect(await shown([' f():', '\n\n'], FENCE, 'length')).toBe('```python\ndef f():\n\n\n```');
  // Who stops an answer closes the fence for himself.
  expect(await shown([' f():', '\n\n'], FENCE)).toBe('```python\ndef f():\n\n');
});

test('nothing but white space is told as nothing', async () => {
  expect(await shown(['\n', ' \n'], FENCE, 'stop')).toBe('nothing');
});

test('one space at the start is not shown, any other start is', async () => {
  const drop = { dropSpace: true } as const;
  expect(await shown([' 2', ' is'], drop, 'stop')).toBe('2 is');
  expect(await shown(['', '  2'], drop, 'stop')).toBe(' 2');
  expect(await shown(['\n2 '], drop, 'stop')).toBe('\n2 ');
});

test('without a frame every text comes as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), async (deltas) => {
      expect(await shown(deltas, {}, 'stop')).toBe(deltas.join(''));
    }),
  );
});

test('however a text is cut into deltas, the same is shown', async () => {
  const bytes = fc.array(fc.constantFrom('\n', ' ', 'a', 'b\n'), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom('stop' as const, 'length' as const), async (deltas, finish) => {
      const whole = await shown([deltas.join('')], FENCE, finish);
      expect(await shown(deltas, FENCE, finish)).toBe(whole);
    }),
  );
});
