import type { Root } from 'mdast';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { remarkChatSyntax } from './syntax/extension.ts';
import { joinIndentedCode } from './syntax/indented-code.ts';

const processor = unified()
  .use(remarkParse)
  // One tilde is "about" in prose and a range in Chinese.
  .use(remarkGfm, { singleTilde: false })
  .use(remarkMath)
  .use(remarkCjkFriendly)
  .use(remarkChatSyntax)
  .freeze();

/**
 * The tree as the libraries make it, with positions; a text that they cannot take is one paragraph.
 * Internal: others take `parseMarkdown`.
 */
export function readMarkdown(text: string): Root {
  try {
    return joinIndentedCode(processor.parse(text));
  } catch (error) {
    // The parser recurses here and there: a hostile text can exhaust the stack, and must still be shown.
    if (!(error instanceof RangeError)) throw error;
    const end = { line: 1, column: 1 + text.length, offset: text.length };
    const position = { start: { line: 1, column: 1, offset: 0 }, end };
    const children = [{ type: 'text', value: text, position } as const];
    return { type: 'root', children: [{ type: 'paragraph', children, position }], position };
  }
}

/**
 * Line breaks as `\n`, and no byte order marks: the parser drops one at the very start only, so that a text
 * would read differently in pieces.
 */
export function uniformText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\uFEFF', '');
}
