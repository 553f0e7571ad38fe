import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fitted, fitPrompt, outputCap, promptBudget } from '../../src/conversation/fit.ts';
import type { ChatMessage } from '../../src/experts/engine.ts';
import { TooLongError } from '../../src/experts/errors.ts';
import { promptTokenBound } from '../../src/experts/token-bound.ts';

/** A prompt whose turns have these sizes in bytes, newest last, and a server that counts `perByte` tokens a byte. */
function conversation(sizes: readonly number[], question: number, perByte = 0.25) {
  let asked = 0;
  const build = (kept: number): ChatMessage[] => {
    const turns = kept === 0 ? [] : sizes.slice(-kept);
    return [...turns, question].map((size) => ({ role: 'user', content: 'x'.repeat(size) }));
  };
  const bytes = (messages: readonly ChatMessage[]) =>
    messages.reduce((sum, { content }) => sum + content.length, 0);
  const count = async (messages: readonly ChatMessage[]) => {
    asked++;
    return Math.ceil(bytes(messages) * perByte);
  };
  return { build, count, bound: promptTokenBound, asked: () => asked };
}

const free = { outputMax: null, known: null, exact: false };

describe('fitPrompt', () => {
  test('asks the server nothing while cheap bounds show that all fits', async () => {
    const talk = conversation([100, 100], 50);
    const fitted = await fitPrompt({ ...free, ...talk, window: 8192, turns: 2 });
    expect(fitted.kept).toBe(2);
    expect(talk.asked()).toBe(0);
  });

  test('counts exactly when the bound is too coarse, and keeps all that really fits', async () => {
    const talk = conversation([10_000, 10_000], 100);
    const fitted = await fitPrompt({ ...free, ...talk, window: 8192, turns: 2 });
    expect(fitted.kept).toBe(2);
    expect(talk.asked()).toBe(1);
  });

  test('trusts the server’s count of the previous prompt instead of bounds', async () => {
    const talk = conversation([10_000, 10_000], 100);
    const fitted = await fitPrompt({ ...free, ...talk, known: 5_200, window: 8192, turns: 2 });
    expect(fitted.kept).toBe(2);
    expect(talk.asked()).toBe(0);
  });

  test('counts with the server when an estimate was refused', async () => {
    const talk = conversation([10], 10);
    await fitPrompt({ ...free, ...talk, exact: true, window: 8192, turns: 1 });
    expect(talk.asked()).toBe(1);
  });

  test('leaves out the oldest turns, many at once, when the window is full', async () => {
    const talk = conversation(Array(20).fill(2_000), 100);
    const fitted = await fitPrompt({ ...free, ...talk, window: 8192, turns: 20 });
    const budget = promptBudget(8192, null);
    const tokens = await talk.count(fitted.prompt);
    expect(tokens).toBeLessThanOrEqual(budget);
    expect(fitted.kept).toBeGreaterThan(0);
    expect(tokens).toBeLessThan(budget * 0.6);
  });

  test('gives a long question alone the room that was meant for the answer', async () => {
    const talk = conversation([5_000], 4 * 7_000);
    const fitted = await fitPrompt({ ...free, ...talk, window: 8192, turns: 1 });
    expect(fitted.kept).toBe(0);
    expect(fitted.maxTokens).toBe(8192 - 7_000);
  });

  test('says the sizes when the question alone does not fit', async () => {
    const talk = conversation([], 4 * 9_000);
    const attempt = fitPrompt({ ...free, ...talk, window: 8192, turns: 0 });
    await expect(attempt).rejects.toThrow(TooLongError);
    await expect(attempt).rejects.toMatchObject({ tokens: 9_000 });
  });

  test('never asks for more than the window, whatever the conversation looks like', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6_000 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 30_000 }),
        fc.integer({ min: 512, max: 40_000 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 9_000 })),
        async (sizes, question, window, perByte, outputMax) => {
          const talk = conversation(sizes, question, perByte);
          const input = { ...free, ...talk, outputMax, window, turns: sizes.length };
          const fitted = await fitPrompt(input).catch((error: unknown) => error);
          if (fitted instanceof TooLongError) {
            expect(question * perByte).toBeGreaterThan(window - 65);
            return;
          }
          const { prompt: messages, kept, maxTokens } = fitted as Fitted<ChatMessage[]>;
          const tokens = await talk.count(messages);
          expect(tokens + maxTokens).toBeLessThanOrEqual(window);
          expect(maxTokens).toBeGreaterThan(0);
          expect(maxTokens).toBeLessThanOrEqual(outputCap(window, outputMax));
          expect(messages).toHaveLength(kept + 1);
          expect(talk.asked()).toBeLessThanOrEqual(6);
        },
      ),
    );
  });

  test('the bound is never under what a byte-level tokenizer counts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const worst = Buffer.byteLength(text.toWellFormed());
        expect(promptTokenBound([{ role: 'user', content: text }])).toBeGreaterThan(worst);
      }),
    );
  });
});
