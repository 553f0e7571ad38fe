import type { CodeLanguage } from './languages.ts';

/** One syntax error: the first of its block. */
export interface SyntaxProblem {
  /** In the block; the first is 1. */
  readonly line: number;
  /** In a few words, with at most an excerpt of the code. */
  readonly what: string;
}

/** What is asked of the parsing thread; it answers null where the code parses. */
export interface ParseRequest {
  readonly language: CodeLanguage;
  readonly code: string;
}
