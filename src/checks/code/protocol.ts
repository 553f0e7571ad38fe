import type { CodeLanguage } from './languages.ts';

/** One syntax error: the first of its block. */
export interface SyntaxProblem {
  /** In the block; the first is 1. */
  readonly line: number;
  /** In a few words, with at most an excerpt of the code. */
  readonly what: string;
}

/** What is asked of the parsing thread. */
export interface ParseRequest {
  readonly id: number;
  readonly language: CodeLanguage;
  readonly code: string;
}

/** Its answer; `problem` null = it parses. */
export type ParseReply =
  | { readonly id: number; readonly problem: SyntaxProblem | null }
  | { readonly id: number; readonly error: string };
