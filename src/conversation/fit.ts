import { TooLongError } from '../experts/errors.ts';

/** The longest answer of the 7B family: Qwen2.5 writes 8K. */
const OUTPUT_MAX_TOKENS = 8192;
/** In small windows the answer may take this share, so that a conversation fits beside it. */
const OUTPUT_SHARE = 1 / 4;
/** An answer is not worth starting in less room than this. */
const OUTPUT_MIN_TOKENS = 64;
/** Where turns must be left out, they are left out down to this share: rarely and many, so that prefixes last. */
const LOW_WATER_SHARE = 1 / 2;
/** Each round asks the server once. */
const ROUNDS_MAX = 4;

/** `T` is a prompt in whatever form the model takes it. */
export interface FitInput<T> {
  /** The server's window in tokens, prompt and output together. */
  readonly window: number;
  /** The most that turns may fill a prompt to, in tokens, where less than the window leaves is wanted. */
  readonly promptMax?: number | null;
  /** What the caller or the engine allows for the answer; null = the model's own most. */
  readonly outputMax: number | null;
  /** How many turns there are to choose from. */
  readonly turns: number;
  /** An upper bound known from the server's earlier counts, for the prompt with all turns; null = none. */
  readonly known: number | null;
  /** Do not trust bounds: the server refused one. */
  readonly exact: boolean;
  /** The prompt with the newest `kept` turns. */
  build(kept: number): T;
  /** An upper bound of its tokens that asks nobody. */
  bound(prompt: T): number;
  /** The server's own count. */
  count(prompt: T): Promise<number>;
}

export interface Fitted<T> {
  readonly prompt: T;
  /** How many of the newest turns stand in the prompt. */
  readonly kept: number;
  /** Room for the answer, in tokens. */
  readonly maxTokens: number;
}

/** How long an answer may get in this window, in tokens. */
export function outputCap(window: number, outputMax: number | null): number {
  const own = Math.min(OUTPUT_MAX_TOKENS, Math.floor(window * OUTPUT_SHARE));
  return outputMax === null ? own : Math.min(outputMax, own);
}

/** The room for a prompt, in tokens: the window without the answer's. */
export function promptBudget(window: number, outputMax: number | null): number {
  return window - outputCap(window, outputMax);
}

/**
 * The longest prompt that fits: all turns where they do, else the newest ones. The server is asked for its count
 * only when cheap upper bounds do not settle it.
 *
 * @throws TooLongError when the question alone does not fit
 */
export async function fitPrompt<T>(input: FitInput<T>): Promise<Fitted<T>> {
  const { window } = input;
  const cap = outputCap(window, input.outputMax);
  const budget = Math.min(window - cap, input.promptMax ?? Number.POSITIVE_INFINITY);
  let kept = input.turns;
  let prompt = input.build(kept);

  const bound = Math.min(input.known ?? Number.POSITIVE_INFINITY, input.bound(prompt));
  if (!input.exact && bound <= budget) return { prompt, kept, maxTokens: cap };

  for (let round = 1; ; round++) {
    const tokens = await input.count(prompt);
    if (tokens <= budget) return { prompt, kept, maxTokens: cap };
    if (kept === 0) {
      // Alone it may use the room that was meant for a long answer.
      const room = window - tokens;
      if (room >= Math.min(OUTPUT_MIN_TOKENS, cap)) return { prompt, kept, maxTokens: Math.min(cap, room) };
      throw new TooLongError(tokens, window - OUTPUT_MIN_TOKENS);
    }
    kept = round < ROUNDS_MAX ? fewerTurns(input, kept, tokens / input.bound(prompt), budget) : 0;
    prompt = input.build(kept);
  }
}

/** The most turns whose prompt is estimated to stay under the low-water mark; always fewer than `kept`. */
function fewerTurns<T>(input: FitInput<T>, kept: number, tokensPerBound: number, budget: number): number {
  const goal = budget * LOW_WATER_SHARE;
  let low = 0;
  let high = kept - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (input.bound(input.build(middle)) * tokensPerBound <= goal) low = middle;
    else high = middle - 1;
  }
  return low;
}
