import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBlockFiller, takeOutBlocks } from '../../../src/conversation/plan/blocks.ts';

const PY = '```python\nprint(1)\n```';
const JSON_BLOCK = '```json\n{"x": 3}\n```';

/** What is shown of a text that comes in pieces. */
function fill(pieces: readonly string[], blocks: readonly string[]): string {
  const filler = createBlockFiller(blocks);
  return pieces.map((piece) => filler.push(piece)).join('') + filler.end();
}

describe('blocks taken out of a text', () => {
  test('leave a mark each, counted on from those before', () => {
    expect(takeOutBlocks(`a\n\n${PY}\n\nb\n\n${JSON_BLOCK}`, ['x', 'y'])).toEqual({
      text: 'a\n\n[[BLOCK_3]]\n\nb\n\n[[BLOCK_4]]',
      blocks: [PY, JSON_BLOCK],
    });
  });

  test('may hold fences of the other kind, and longer ones', () => {
    const outer = '````md\n```\ninner\n```\n````';
    expect(takeOutBlocks(`${outer}\nrest`, [])).toEqual({ text: '[[BLOCK_1]]\nrest', blocks: [outer] });
    expect(takeOutBlocks('~~~\n```\n~~~', []).blocks).toEqual(['~~~\n```\n~~~']);
  });

  test('that are not closed reach to the end', () => {
    expect(takeOutBlocks('a\n```js\nlet x', [])).toEqual({
      text: 'a\n[[BLOCK_1]]',
      blocks: ['```js\nlet x'],
    });
  });
});

describe('what is taken out, too', () => {
  const table = '| a | b |\n|---|---|\n| 15 | 25 |';

  test('tables are', () => {
    expect(takeOutBlocks(`See:\n\n${table}\n\nDone | so.`, [])).toEqual({
      text: 'See:\n\n[[BLOCK_1]]\n\nDone | so.',
      blocks: [table],
    });
  });

  test('a block that another part brought along, too, is the same block', () => {
    expect(takeOutBlocks(`Voici :\n${PY}\n${table}`, [table, PY])).toEqual({
      text: 'Voici :\n[[BLOCK_2]]\n[[BLOCK_1]]\n',
      blocks: [],
    });
  });
});

describe('blocks put back', () => {
  test('stand in the place of their marks, on lines of their own', () => {
    expect(fill(['Here: [[BLOCK_1]] Done.\nMore.'], [PY])).toBe(`Here: \n\n${PY}\n Done.\nMore.`);
    expect(fill(['Here:\n\n[[BLOCK_1]]\n\nDone.'], [PY])).toBe(`Here:\n\n${PY}\n\nDone.`);
  });

  test('lose the fences that the model wrote around a mark', () => {
    expect(fill(['So:\n```python\n[[BLOCK_1]]\n```\nDone.'], [PY])).toBe(`So:\n${PY}\nDone.`);
  });

  test('leave the model’s own blocks as they are', () => {
    const text = 'Run:\n```sh\nnpm test\n```\nand\n```sh\nnpm start\n```\nDone.';
    expect(fill([text], [])).toBe(text);
  });

  test('close an own block that is open where a mark comes', () => {
    expect(fill(['```python\n# see\n[[BLOCK_1]]\n```\nDone.'], [PY])).toBe(
      `\`\`\`python\n# see\n\`\`\`\n${PY}\nDone.`,
    );
  });

  test('come once: a mark that comes again, or names none, is dropped', () => {
    expect(fill(['[[BLOCK_1]]\nx\n[[BLOCK_1]]\n[[BLOCK_7]]\ny'], [PY])).toBe(`${PY}\nx\ny`);
  });

  test('that no mark came for stand at the end', () => {
    expect(fill(['Nothing.'], [PY, JSON_BLOCK])).toBe(`Nothing.\n\n${PY}\n\n${JSON_BLOCK}`);
  });

  test('text without marks flows at once, links and all', () => {
    const filler = createBlockFiller([PY]);
    expect(filler.push('Hello')).toBe('Hello');
    expect(filler.push(' there')).toBe(' there');
    expect(filler.push(', see [a](http://b)\n')).toBe(', see [a](http://b)\n');
  });

  test('come out the same however the text was cut, and every block stands in it once', () => {
    const piece = fc.constantFrom(
      'Some text. ',
      '\n',
      '\n\n',
      '[[BLOCK_1]]',
      '[[BLOCK_2]]',
      '```\n',
      '```python\n',
      'x = [1, [2]]',
      '[[',
      '` a',
      '~',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.infiniteStream(fc.nat(5)), (pieces, cuts) => {
        const text = pieces.join('');
        const cut: string[] = [];
        for (let at = 0; at < text.length; ) {
          const length = 1 + (cuts.next().value as number);
          cut.push(text.slice(at, at + length));
          at += length;
        }
        const whole = fill([text], [PY, JSON_BLOCK]);
        expect(fill(cut, [PY, JSON_BLOCK])).toBe(whole);
        for (const block of [PY, JSON_BLOCK]) expect(whole.split(block)).toHaveLength(2);
        expect(whole).not.toMatch(/\[\[BLOCK_[12]\]\]/);
      }),
      { numRuns: 300 },
    );
  });
});
