import type { Json } from '../json.ts';

/** A refusal as Discord's REST API tells it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  /** What 50035 says about each field. */
  readonly errors: Json | null;
  /** True when the caller was at fault, not a switch of the test or what happened meanwhile. */
  readonly blame: boolean;

  constructor(status: number, code: number, message: string, { errors = null, blame = false }: Details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.blame = blame;
  }

  get body(): Json {
    return { message: this.message, code: this.code, ...(this.errors !== null && { errors: this.errors }) };
  }
}

interface Details {
  readonly errors?: Json | null;
  readonly blame?: boolean;
}

/** 429 with Retry-After. */
export class TooFast extends Error {
  readonly retryAfterS: number;
  readonly scope: 'user' | 'global' | 'shared';
  readonly code: number | null;

  constructor(
    retryAfterS: number,
    scope: TooFast['scope'],
    message = 'You are being rate limited.',
    code: number | null = null,
  ) {
    super(message);
    this.retryAfterS = retryAfterS;
    this.scope = scope;
    this.code = code;
  }
}

/** What is wrong with one field. */
export interface FieldProblem {
  /** From the body down: `['embeds', '0', 'title']`. */
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** 50035, its problems as a tree of the body. */
export function invalidForm(problems: readonly FieldProblem[]): Refusal {
  const tree: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let node = tree;
    for (const step of path) {
      node[step] ??= {};
      node = node[step] as Record<string, unknown>;
    }
    node._errors = [...((node._errors as unknown[]) ?? []), { code, message }];
  }
  return new Refusal(400, 50_035, 'Invalid Form Body', { errors: tree, blame: true });
}

export const unknownMessage = (): Refusal => new Refusal(404, 10_008, 'Unknown Message');
export const unknownChannel = (): Refusal => new Refusal(404, 10_003, 'Unknown Channel');
export const unknownInteraction = (): Refusal => new Refusal(404, 10_062, 'Unknown interaction');
export const unauthorized = (): Refusal => new Refusal(401, 0, '401: Unauthorized');
