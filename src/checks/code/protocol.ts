import type { CodeLanguage } from './languages.ts';

/** One syntax error: the first of its block. */
export interface SyntaxProblem {
  /** In the block; the first is 1. */
  readonly line: number;
  /** In a few words, with at most an excerpt of the code. */
  readonly what: string;
}

/** A fenced block in a language that is parsed. */
export interface Block {
  readonly language: CodeLanguage;
  readonly code: string;
  /** Which of the answer's blocks; the first is 1. */
  readonly block: number;
}

/** What is asked of the parsing thread: the blocks of an answer, or what is wrong with one. */
export type ParseRequest =
  | { readonly kind: 'blocks'; readonly answer: string; readonly whole: boolean }
  | { readonly kind: 'parse'; readonly language: CodeLanguage; readonly code: string };

/** `problem` null: the code parses. `excuse`: why what does not may be meant so. */
export type ParseAnswer =
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
  | { readonly kind: 'parse'; readonly problem: SyntaxProblem | null; readonly excuse: string | null };
