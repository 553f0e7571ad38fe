import type { Node } from './tree.ts';

/**
 * What the page asks the worker that reads Markdown; each request has one reply, in order. An answer has at most one
 * request under way, so that the page is never sent more than it can draw.
 */
export type AnswerRequest =
  /** `whole`: the text is all of the answer, not more of it. `last`: nothing comes after this. */
  | {
      readonly kind: 'text';
      readonly id: number;
      readonly text: string;
      readonly whole: boolean;
      readonly last: boolean;
    }
  /** What the last reply had no room for. */
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'forget'; readonly id: number };

export interface AnswerReply {
  readonly changes: readonly Change[];
  /** Whether there is more to ask for. */
  readonly more: boolean;
}

/** One change of the drawn tree, at the node that the path (of child indexes) leads to from the root. */
export type Change =
  /** Keeps the first `keep` children, and puts these behind them. */
  | { readonly at: readonly number[]; readonly keep: number; readonly add: readonly Node[] }
  /** Adds to the end of a text or code. */
  | { readonly at: readonly number[]; readonly text: string };

/** What the page asks the worker that highlights code. */
export interface HighlightRequest {
  readonly language: string;
  readonly code: string;
}

/** Runs of text, or null when the language is not known. */
export type HighlightReply = readonly Run[] | null;

/** A piece of code, and what it is (`keyword`, `string` …), null for nothing in particular. */
export type Run = readonly [scope: string | null, text: string];
