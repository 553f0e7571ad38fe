import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StopFilter } from '../../../src/experts/embedded/stop-filter.ts';

function run(stops: readonly string[], pieces: readonly string[]): { text: string; stopped: boolean } {
  const filter = new StopFilter(stops);
  let text = '';
  for (const piece of pieces) {
    const step = filter.push(piece);
    text += step.text;
    if (step.stopped) return { text, stopped: true };
  }
  return { text: text + filter.flush(), stopped: false };
}

describe('StopFilter', () => {
  test.each([
    [['END'], ['one END two'], 'one ', true],
    [['END'], ['one E', 'N', 'D two'], 'one ', true],
    [['END'], ['one EN', 'TER'], 'one ENTER', false],
    [['END'], ['one EN'], 'one EN', false],
    [['b', 'ab'], ['xab'], 'x', true],
    [[], ['anything'], 'anything', false],
    [[''], ['anything'], 'anything', false],
  ])('with stops %j the pieces %j give %j', (stops, pieces, text, stopped) => {
    expect(run(stops, pieces)).toEqual({ text, stopped });
  });

  test('what cannot be the beginning of a stop string is shown at once', () => {
    expect(new StopFilter(['END']).push('hello').text).toBe('hello');
  });

  test('however the text is cut into pieces, it ends before the first stop string', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 6 }), stops, (pieces, stopStrings) => {
        // A stop string is seen as soon as its last character came, so that is the one that ends the text.
        const whole = pieces.join('');
        const result = run(stopStrings, pieces);
        const ends = stopStrings.some((stop) => whole.includes(stop));
        expect(result.stopped).toBe(ends);
        expect(whole.startsWith(result.text)).toBe(true);
        expect(stopStrings.some((stop) => result.text.includes(stop))).toBe(false);
        if (!ends) expect(result.text).toBe(whole);
      }),
    );
  });
});
