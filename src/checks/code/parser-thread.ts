import { createCheckThread } from '../thread.ts';
import type { CodeLanguage } from './languages.ts';
import type { Block, ParseAnswer, ParseRequest, SyntaxProblem } from './protocol.ts';

export interface Parsed {
  /** Null: it parses. */
  readonly problem: SyntaxProblem | null;
  /** Why what does not parse may be meant so; null when nothing says so. */
  readonly excuse: string | null;
}

const thread = createCheckThread<ParseRequest, ParseAnswer>({
  file: new URL('./parse-worker.ts', import.meta.url),
  // WASM memory never shrinks.
  jobsMax: 500,
  heapMb: 128,
  jobMs: 4_000,
});

/**
 * The fenced blocks of an answer in languages that are parsed; `unknown` as for `parseInThread`. In the thread, too:
 * Markdown of thousands of fences takes seconds.
 *
 * @param whole false where the answer was cut: its last block may be unfinished
 */
export async function blocksInThread(
  answer: string,
  whole: boolean,
  signal: AbortSignal,
): Promise<readonly Block[] | 'unknown'> {
  const done = await thread.run({ kind: 'blocks', answer, whole }, signal);
  return done === 'unknown' || done.answer.kind !== 'blocks' ? 'unknown' : done.answer.blocks;
}

/**
 * The first syntax error of a block; `unknown` when the signal ended the wait, or the parser
 * failed. Never throws. Code that keeps the parser busy when the signal comes costs the thread, not the program.
 */
export async function parseInThread(
  language: CodeLanguage,
  code: string,
  signal: AbortSignal,
): Promise<Parsed | 'unknown'> {
  const done = await thread.run({ kind: 'parse', language, code }, signal);
  return done === 'unknown' || done.answer.kind !== 'parse' ? 'unknown' : done.answer;
}
