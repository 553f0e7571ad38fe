import type { Dialect } from './dialect.ts';

export interface StandardMarkdownOptions {
  /**
   * Whether a link or image may be live. One that may not is shown with its address as code, which no
   * platform fetches or links. Default: http, https and mailto are live. Other schemes never are.
   */
  readonly mayLink?: (url: string) => boolean;
  /** Takes the effect out of a platform's own control sequences (`<!channel>`, `@here`). Runs over all text and code. */
  readonly neutralise?: (text: string) => string;
  /** `image`: `![alt](url)`; `link`: `[alt](url)`. Default `link`: nothing is fetched. */
  readonly images?: 'image' | 'link';
  /** `dollars`: `$x$` and `$$` blocks; `code`: as code, for platforms without math. Default `code`. */
  readonly math?: 'dollars' | 'code';
}

/** CommonMark with GFM tables, task lists and strikethrough. */
export function standardMarkdown(options: StandardMarkdownOptions = {}): Dialect {
  throw new Error(`to come ${typeof options}`);
}
