import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liftBlocks, replaceNodes } from '../../src/rendering/lift.ts';
import { parseMarkdown } from '../../src/rendering/parse.ts';
import { serialise } from '../../src/rendering/serialise.ts';
import { standardMarkdown } from '../../src/rendering/standard-markdown.ts';
import { walk } from '../../src/rendering/walk.ts';
import { markdownDocument } from '../support/markdown-documents.ts';
import { shownWords } from '../support/shown-words.ts';

const dialect = standardMarkdown({ math: 'dollars' });

function lifted(text: string): string[] {
  return liftBlocks(parseMarkdown(text).children, (node) => `<${node.type}>`).map((piece) =>
    piece.kind === 'lifted' ? piece.value : serialise(piece.blocks, dialect),
  );
}

describe('lifting', () => {
  test.each([
    ['a\n\n```\nx\n```\n\nb', ['a', '<code>', 'b']],
    ['| a |\n|---|\n| b |', ['<table>']],
    ['> a\n>\n> $$\n> x\n> $$\n>\n> b', ['> a', '<math>', '> b']],
    ['1. a\n\n   ```\n   x\n   ```\n\n   b\n2. c', ['1. a', '<code>', 'b\n\n2. c']],
    ['- ```\n  x\n  ```\n- b', ['<code>', '- b']],
  ])('%j comes as %j', (text, pieces) => expect(lifted(text)).toEqual(pieces));

  test('what is not picked stays, and promises are passed on', async () => {
    const { children } = parseMarkdown('```\nx\n```\n\n$$\ny\n$$');
    const pieces = liftBlocks(children, (node) => (node.type === 'math' ? Promise.resolve('picture') : null));
    expect(pieces.map((piece) => piece.kind)).toEqual(['blocks', 'lifted']);
    expect(pieces[1]?.kind === 'lifted' && (await pieces[1].value)).toBe('picture');
  });

  test('takes out every table, formula and code block, and loses no word', () => {
    fc.assert(
      fc.property(markdownDocument, ({ markdown }) => {
        const { children } = parseMarkdown(markdown);
        const pieces = liftBlocks(children, () => true);
        const nodes = pieces.flatMap((piece) => (piece.kind === 'lifted' ? [piece.node] : piece.blocks));
        expect(shownWords(nodes)).toEqual(shownWords(children));
        const left = pieces.flatMap((piece) => (piece.kind === 'blocks' ? piece.blocks : []));
        for (const node of walk(left)) expect(['table', 'math', 'code']).not.toContain(node.type);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('replacing', () => {
  test('happens at any depth, joins texts, and leaves the given tree as it was', () => {
    const { children } = parseMarkdown('- so $x$ is **$y$**\n\n  | $z$ |\n  |---|\n  | b |');
    const before = structuredClone(children);
    const replaced = replaceNodes(children, {
      inlineMath: (math) => (math.value === 'y' ? null : [{ type: 'text', value: `‹${math.value}›` }]),
      table: () => null,
    });
    expect(serialise(replaced, dialect)).toBe('- so ‹x› is **$y$**\n\n  | ‹z› |\n  | --- |\n  | b |');
    expect(children).toEqual(before);
  });

  test('a block may become several, or none', () => {
    const { children } = parseMarkdown('a\n\n```\nx\n```\n\n$$\ny\n$$');
    const [first] = children;
    const replaced = replaceNodes(children, {
      code: () => [],
      math: () => (first === undefined ? [] : [first, first]),
    });
    expect(serialise(replaced, dialect)).toBe('a\n\na\n\na');
  });
});
