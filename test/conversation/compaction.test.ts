import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptLimit, summaryPrompt, turnsToFold } from '../../src/conversation/compaction.ts';
import { storedTurn } from '../support/turns.ts';

const talk = (turns: number, characters = 100) =>
  Array.from({ length: turns }, (_, index) => storedTurn(`q${index}`, 'a'.repeat(characters)));

const room = (budget: number, embedded = false) => ({ budget, embedded });

describe('turnsToFold', () => {
  test('leaves a conversation with room alone', () => {
    expect(turnsToFold(talk(10), 1_000, room(24_000))).toBe(0);
  });

  test('folds most turns at once when the prompt is nearly full, so that the next time is far away', () => {
    const folded = turnsToFold(talk(18), 18_000, room(24_000));
    expect(folded).toBeGreaterThanOrEqual(10);
    expect(folded).toBeLessThan(18);
  });

  test('folds when there are too many turns, even small ones', () => {
    expect(turnsToFold(talk(19), 100, room(24_000))).toBe(0);
    expect(turnsToFold(talk(20), 100, room(24_000))).toBe(12);
  });

  test('on the embedded engine only the tokens count: a summary costs its one slot', () => {
    expect(turnsToFold(talk(30), 100, room(24_000, true))).toBe(0);
    expect(turnsToFold(talk(30), 20_000, room(24_000, true))).toBeGreaterThan(0);
  });

  test('never folds the latest turn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 50_000 }),
        fc.integer({ min: 100, max: 100_000 }),
        (sizes, tokens, budget) => {
          const turns = sizes.map((size) => storedTurn('q', 'a'.repeat(size)));
          const folded = turnsToFold(turns, tokens, room(budget));
          expect(folded).toBeGreaterThanOrEqual(0);
          expect(folded).toBeLessThan(Math.max(1, turns.length));
        },
      ),
    );
  });
});

describe('summaryPrompt', () => {
  test('holds the summary before it and every turn', () => {
    const [, transcript] = summaryPrompt('earlier', [storedTurn('what?', 'that', { author: 'Ann' })], 1_000);
    expect(transcript?.content).toBe('Summary so far: earlier\n\nAnn: what?\nSwitchboard: that');
  });

  test('marks where a long text was shortened, and stays within the summariser’s window', () => {
    const turns = talk(10, 50_000);
    // Four characters a token, as in English.
    const limit = excerptLimit(turns, (10 * 50_000) / 4, 8192);
    const [, transcript] = summaryPrompt(null, turns, limit);
    expect(transcript?.content).toContain(' […] ');
    expect(String(transcript?.content).length / 4).toBeLessThan(8192 * 0.7);
  });
});
