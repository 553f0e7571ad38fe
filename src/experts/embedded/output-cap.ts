import { ExpertError } from '../errors.ts';

/** An answer of fewer tokens is none. */
const OUTPUT_MIN_TOKENS = 16;

/**
 * How many tokens the answer may have: what was asked for, or what the window leaves. Throws `context_overflow`
 * when it leaves too few for an answer; nothing of a prompt is ever cut.
 */
export function outputCap(promptTokens: number, maxTokens: number, window: number): number {
  const room = window - promptTokens;
  if (room < Math.min(OUTPUT_MIN_TOKENS, maxTokens)) {
    const message = `the prompt has ${promptTokens} tokens, the window ${window}`;
    throw new ExpertError('context_overflow', 'embedded', message, { window });
  }
  return Math.min(maxTokens, room);
}
