import type { Problem } from '../state/problem.ts';
import type { Words } from '../words/words.ts';

/** What went wrong, in words; `began`: something of the answer is there. */
export function problemWords(problem: Problem, began: boolean, { messages }: Words): string {
  if (problem.kind === 'said') return problem.words;
  return began ? messages.brokeOff : messages.network;
}
