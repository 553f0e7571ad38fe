import type { Token } from 'node-llama-cpp';

const REPLACEMENT = '\uFFFD';
/** A character has four bytes at most, and a token at least one. */
const PENDING_MAX = 4;
/** The tokenizer looks at a few earlier tokens to know whether a space belongs between. */
const RECENT_TOKENS = 8;

export interface Detokenizer {
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string;
}

/** Turns tokens into text as they come; tokens that end within a character wait for the rest of it. */
export class TokenText {
  readonly #model: Detokenizer;
  #pending: Token[] = [];
  #recent: Token[] = [];

  constructor(model: Detokenizer) {
    this.#model = model;
  }

  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#recent);
    if (text.endsWith(REPLACEMENT) && this.#pending.length < PENDING_MAX) return '';
    return this.#take(text);
  }

  /** What is left, whole or not, when no more tokens come. */
  flush(): string {
    if (this.#pending.length === 0) return '';
    return this.#take(this.#model.detokenize(this.#pending, false, this.#recent));
  }

  #take(text: string): string {
    this.#recent = [...this.#recent, ...this.#pending].slice(-RECENT_TOKENS);
    this.#pending = [];
    return text;
  }
}
