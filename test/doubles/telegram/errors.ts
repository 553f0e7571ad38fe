/** A refusal as the Bot API tells it: `ok: false` with the HTTP status as `error_code`. */
export class Refusal extends Error {
  readonly code: number;
  /** True when the caller's request was at fault, not a switch of the test or what people did. */
  readonly blame: boolean;
  readonly retryAfterS: number | null;

  constructor(
    code: number,
    description: string,
    { blame = false, retryAfterS = null as number | null } = {},
  ) {
    super(description);
    this.code = code;
    this.blame = blame;
    this.retryAfterS = retryAfterS;
  }
}

/** 400 for which the bot's payload is to blame. */
export const malformed = (what: string): Refusal => new Refusal(400, `Bad Request: ${what}`, { blame: true });

/** 400 that a blameless bot can meet, too: something has gone meanwhile. */
export const unavailable = (what: string): Refusal => new Refusal(400, `Bad Request: ${what}`);

/** 429, seconds to wait. */
export const tooFast = (retryAfterS: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${retryAfterS}`, { retryAfterS });

/** What an unknown method gets. */
export const unknownMethod = (): Refusal => new Refusal(404, 'Not Found');
