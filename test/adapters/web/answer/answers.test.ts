import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnswers } from '../../../../adapters/web/page/answer/worker/answers.ts';
import type { Change } from '../../../../adapters/web/page/answer/worker/protocol.ts';
import { parseMarkdown } from '../../../../src/rendering/parse.ts';
import { chunked, markdownDocument, markdownNoise } from '../../../support/markdown-documents.ts';
import { apply, type Model, modelOf } from './tree-model.ts';

/** The worker with a page that draws what it says. */
function startPage() {
  const answers = createAnswers();
  const drawn: Model = { type: 'root', children: [] };
  const slices: (readonly Change[])[] = [];
  const send = (text: string, { whole = false, last = false } = {}) => {
    let reply = answers.answer({ kind: 'text', id: 1, text, whole, last });
    for (;;) {
      slices.push(reply.changes);
      apply(drawn, reply.changes);
      if (!reply.more) return reply;
      reply = answers.answer({ kind: 'more', id: 1 });
    }
  };
  return { answers, drawn, slices, send };
}

const cuts = fc.array(fc.nat(), { maxLength: 20 });
const anyText = fc.oneof(
  markdownDocument.map((doc) => doc.markdown),
  markdownNoise,
);
const nodesIn = (node: Model): number => node.children.reduce((sum, child) => sum + nodesIn(child), 1);

describe('what the page has drawn', () => {
  test('at the end is the whole answer, whatever the chunks', () => {
    fc.assert(
      fc.property(anyText, cuts, (text, places) => {
        const { drawn, send } = startPage();
        for (const chunk of chunked(text, places)) send(chunk);
        send('', { last: true });
        expect(drawn).toEqual(modelOf(parseMarkdown(text)));
      }),
      { numRuns: 120 },
    );
  }, 120_000);

  test('after a repair is the repaired answer', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const { drawn, send } = startPage();
        send(before);
        send(after, { whole: true });
        send('', { last: true });
        expect(drawn).toEqual(modelOf(parseMarkdown(after)));
      }),
      { numRuns: 80 },
    );
  }, 120_000);
});

test('what is settled is sent once: a long answer costs its length, not its square', () => {
  const { slices, send } = startPage();
  for (let index = 0; index < 300; index++) send(`Paragraph ${index} with **strong** words.\n\n`);
  send('', { last: true });
  const added = slices.flat().flatMap((change) => ('add' in change ? change.add : []));
  const sum = added.reduce((total, node) => total + nodesIn(modelOf(node)), 0);
  // A paragraph is five nodes; while it is the last, it may be sent again.
  expect(sum).toBeLessThan(300 * 5 * 2);
});

test('a text that grows within its block is only added to', () => {
  const { slices, send } = startPage();
  send('One two');
  send(' three');
  expect(slices).toEqual([
    [{ at: [], keep: 0, add: [{ type: 'paragraph', children: [{ type: 'text', value: 'One two' }] }] }],
    [{ at: [0, 0], text: ' three' }],
  ]);
});

test('a table of thousands of rows comes in slices that are drawn in one go', () => {
  const { drawn, slices, send } = startPage();
  send(`| a | b |\n|---|---|\n${'| one | **two** |\n'.repeat(3_000)}`, { last: true });
  expect(drawn.children[0]?.children).toHaveLength(3_001);
  expect(slices.length).toBeGreaterThan(10);
  for (const slice of slices) {
    const nodes = slice.flatMap((change) => ('add' in change ? change.add : [])).map(modelOf);
    expect(nodes.reduce((sum, node) => sum + nodesIn(node), 0)).toBeLessThanOrEqual(1_000);
  }
});

test('a paragraph of thousands of pieces is cut into several', () => {
  const { drawn, send } = startPage();
  send('$x$ '.repeat(5_000), { last: true });
  expect(drawn.children.length).toBeGreaterThan(5);
  expect(drawn.children.flatMap(({ children }) => children)).toHaveLength(9_999);
});

test('thousands of open marks do not hang or break it', () => {
  for (const hostile of ['*a* '.repeat(25_000), '**a '.repeat(5_000), '['.repeat(20_000)]) {
    const { drawn, send } = startPage();
    send(hostile);
    send('', { last: true });
    expect(drawn.children.length).toBeGreaterThan(0);
  }
});

test('a forgotten answer that is asked for again is drawn from its beginning', () => {
  const { answers, drawn, send } = startPage();
  send('First');
  expect(answers.answer({ kind: 'forget', id: 1 })).toEqual({ changes: [], more: false });
  expect(answers.answer({ kind: 'more', id: 1 })).toEqual({ changes: [], more: false });
  send('First and second', { whole: true, last: true });
  expect(drawn).toEqual(modelOf(parseMarkdown('First and second')));
});
