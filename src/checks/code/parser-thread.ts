import { createCheckThread } from '../thread.ts';
import type { CodeLanguage } from './languages.ts';
import type { ParseRequest, SyntaxProblem } from './protocol.ts';

const thread = createCheckThread<ParseRequest, SyntaxProblem | null>({
  file: new URL('./parse-worker.ts', import.meta.url),
  // WASM memory never shrinks.
  jobsMax: 500,
  heapMb: 128,
});

/**
 * The first syntax error of a block, null when it parses; `unknown` when the signal ended the wait, or the parser
 * failed. Never throws. Code that keeps the parser busy when the signal comes costs the thread, not the program.
 */
export async function parseInThread(
  language: CodeLanguage,
  code: string,
  signal: AbortSignal,
): Promise<SyntaxProblem | null | 'unknown'> {
  const parsed = await thread.run({ language, code }, signal);
  return parsed === 'unknown' ? 'unknown' : parsed.answer;
}
