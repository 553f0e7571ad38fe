/** When the next call may start, for answers that share a platform limit. Times in milliseconds since the epoch. */
export interface Pacer {
  /** The earliest start of a call that keeps `everyMs` from the last one in the scope. */
  earliest(scope: string, everyMs: number): number;
  /** When a refusal of the platform ends; in the past when there is none. */
  blockedUntil(scope: string): number;
  started(scope: string, at: number): void;
  /** The platform has said how long to wait. */
  block(scope: string, until: number): void;
}

/** Scopes older than this no longer matter for any pace; Retry-After of hours is kept as long as it lasts. */
const FORGET_MS = 10 * 60_000;
const SWEEP_AT_SCOPES = 1024;

export function createPacer(): Pacer {
  const scopes = new Map<string, { started: number; blocked: number }>();

  const of = (scope: string, now: number) => {
    const known = scopes.get(scope);
    if (known !== undefined) return known;
    if (scopes.size >= SWEEP_AT_SCOPES) sweep(now);
    const created = { started: Number.NEGATIVE_INFINITY, blocked: Number.NEGATIVE_INFINITY };
    scopes.set(scope, created);
    return created;
  };
  const sweep = (now: number) => {
    for (const [scope, { started, blocked }] of scopes) {
      if (Math.max(started, blocked) + FORGET_MS < now) scopes.delete(scope);
    }
  };
  const blockedUntil = (scope: string) => scopes.get(scope)?.blocked ?? Number.NEGATIVE_INFINITY;

  return {
    blockedUntil,
    earliest: (scope, everyMs) =>
      Math.max((scopes.get(scope)?.started ?? Number.NEGATIVE_INFINITY) + everyMs, blockedUntil(scope)),
    started(scope, at) {
      of(scope, at).started = at;
    },
    block(scope, until) {
      const entry = of(scope, until);
      entry.blocked = Math.max(entry.blocked, until);
    },
  };
}
