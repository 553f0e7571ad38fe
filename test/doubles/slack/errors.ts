/** A refusal as the Web API tells it: 200 with `ok: false`. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: readonly string[];
  /** True when the caller's payload was at fault, not a switch of the test. */
  readonly blame: boolean;

  constructor(code: string, details: readonly string[] = [], blame = true) {
    super(details.length === 0 ? code : `${code}: ${details.join('; ')}`);
    this.code = code;
    this.details = details;
    this.blame = blame;
  }
}

/** 429 with Retry-After. */
export class TooFast extends Error {
  readonly retryAfterS: number;

  constructor(retryAfterS: number) {
    super('ratelimited');
    this.retryAfterS = retryAfterS;
  }
}
