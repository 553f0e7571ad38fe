import { parseMarkdown } from '../../src/rendering/parse.ts';
import { serialise } from '../../src/rendering/serialise.ts';
import { finalDialect } from './dialect.ts';

/** Markdown from us or a model as a `markdown` block may hold it: no mass mentions, no live links that leak. */
export function safeMarkdown(markdown: string): string {
  return serialise(parseMarkdown(markdown).children, finalDialect);
}
