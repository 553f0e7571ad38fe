import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineText } from '../../../src/rendering/tables/cells.ts';
import { columnWidths } from '../../../src/rendering/tables/column-widths.ts';
import { runWidth } from '../../../src/rendering/tables/text-width.ts';
import { wrapLine } from '../../../src/rendering/tables/wrap.ts';

describe('wrapLine', () => {
  it('breaks between words and between East Asian letters, not before their closing marks', () => {
    expect(
      wrapLine([{ text: 'one two three' }], 5)
        .map(lineText)
        .map((line) => line.trim()),
    ).toEqual(['one two', 'three']);
    expect(wrapLine([{ text: '一二三四。五六' }], 4.3).map(lineText)).toEqual(['一二三', '四。五六']);
  });

  it('keeps the look of each part', () => {
    const lines = wrapLine([{ text: 'plain ' }, { text: 'bold words', bold: true }], 6);
    expect(
      lines
        .flat()
        .filter((run) => run.bold)
        .map((run) => run.text)
        .join(''),
    ).toBe('bold words');
  });

  it('loses nothing but spaces, stays within the width, and never loops', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.double({ min: 2, max: 30, noNaN: true }), (source, width) => {
        const lines = wrapLine([{ text: source }], width);
        expect(lines.map(lineText).join('').replaceAll(/\s/g, '')).toBe(source.replaceAll(/\s/g, ''));
        for (const line of lines) {
          const wide = line.reduce((sum, run) => sum + runWidth(run), 0);
          const letters = [...new Intl.Segmenter().segment(lineText(line))].length;
          expect(wide <= width + 0.02 || letters === 1).toBe(true);
        }
      }),
    );
  });
});

describe('columnWidths', () => {
  it('leaves narrow columns and shares the rest among the wide ones', () => {
    expect(columnWidths([5, 100, 200], 65, 10)).toEqual([5, 30, 30]);
  });

  it('gives each column its least, even past the total', () => {
    expect(columnWidths([50, 50, 3], 20, 10)).toEqual([10, 10, 3]);
  });
});
