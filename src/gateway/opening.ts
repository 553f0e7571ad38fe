import type { AnswerEvent, ErrorBody, Route } from '../conversation/types.ts';

/** How long a known route is held back: what fails at once shall fail with an HTTP status, not inside a stream. */
const HOLD_MS = 250;

export interface Opening {
  /** Set when the turn failed before it had anything to show; `events` is empty then. */
  readonly failure: ErrorBody | null;
  /** Set when the turn began with its route. */
  readonly route: Route | null;
  /** All events, those that were looked at included. */
  readonly events: AsyncIterable<AnswerEvent>;
}

type Result = IteratorResult<AnswerEvent, unknown>;

/** Waits until a turn has begun, or has failed before its first text. */
export async function readOpening(turn: AsyncGenerator<AnswerEvent>, holdMs = HOLD_MS): Promise<Opening> {
  const first = await turn.next();
  const route = !first.done && first.value.event === 'route' ? first.value : null;
  const next = route === null ? Promise.resolve(first) : turn.next();
  const seen = await settledWithin(next, holdMs);
  if (seen && !seen.done && seen.value.event === 'error') {
    // Ends the turn: it may hold the conversation's lock until its generator is closed.
    await turn.return(undefined);
    return { failure: seen.value.data, route: route?.data ?? null, events: nothing() };
  }
  return { failure: null, route: route?.data ?? null, events: goOn(turn, route, next) };
}

async function settledWithin(next: Promise<Result>, holdMs: number): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, holdMs, null);
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function* goOn(
  turn: AsyncGenerator<AnswerEvent>,
  route: AnswerEvent | null,
  next: Promise<Result>,
): AsyncGenerator<AnswerEvent> {
  try {
    if (route !== null) yield route;
    for (let result = await next; !result.done; result = await turn.next()) yield result.value;
  } finally {
    await turn.return(undefined);
  }
}

async function* nothing(): AsyncGenerator<AnswerEvent> {}
