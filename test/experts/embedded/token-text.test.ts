import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { expect, test } from 'vitest';
import { TokenText } from '../../../src/experts/embedded/token-text.ts';

/** A vocabulary in which every byte is a token. */
const bytes = { detokenize: (tokens: readonly Token[]) => Buffer.from(tokens).toString('utf8') };

function stream(buffer: Uint8Array): string[] {
  const text = new TokenText(bytes);
  return [...[...buffer].map((byte) => text.push(byte as Token)), text.flush()];
}

test('a character whose bytes are several tokens comes out whole', () => {
  expect(stream(Buffer.from('a漢😀'))).toEqual(['a', '', '', '漢', '', '', '', '😀', '']);
});

test('an unfinished character at the end is not lost in silence', () => {
  expect(stream(Buffer.from('漢').subarray(0, 2)).join('')).toBe('\uFFFD');
});

test('every text comes out as it went in, byte by byte', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('\uFFFD') && text.isWellFormed());
      expect(stream(Buffer.from(text)).join('')).toBe(text);
    }),
  );
});
