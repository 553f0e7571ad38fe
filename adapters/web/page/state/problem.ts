import { CallError } from '../net/call.ts';

/** What went wrong: in the server's words, or of a kind that the page has words for. */
export type Problem =
  | { readonly kind: 'said'; readonly words: string }
  | { readonly kind: 'network' | 'broke_off' };

export function problemOf(error: unknown): Problem {
  if (error instanceof CallError && error.words !== null) return { kind: 'said', words: error.words };
  return { kind: error instanceof CallError ? 'network' : 'broke_off' };
}
