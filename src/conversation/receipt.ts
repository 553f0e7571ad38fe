import { randomUUID } from 'node:crypto';
import type { Check, ExpertName, Receipt, Route, Usage } from './types.ts';

/** An answer while it is being written. */
export interface Draft {
  readonly id: string;
  readonly route: Route;
  /** `performance.now()` at the start of the turn. */
  readonly startedMs: number;
  readonly routeMs: number;
  text: string;
  /** Put behind a text that was stopped: closes an open fence. */
  closing: string;
  expert: ExpertName;
  model: string;
  degraded: string | null;
  usage: Usage;
  firstTokenMs: number | null;
  finish: Receipt['finish'];
  readonly checks: Check[];
}

export function createDraft(route: Route, startedMs: number): Draft {
  return {
    id: `turn_${randomUUID()}`,
    route,
    startedMs,
    routeMs: performance.now() - startedMs,
    text: '',
    closing: '',
    expert: route.expert,
    model: 'unknown',
    degraded: null,
    usage: { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 },
    firstTokenMs: null,
    finish: 'stopped',
    checks: [],
  };
}

/** The draft as it stands, as a receipt. Times are rounded to a tenth of a millisecond. */
export function toReceipt(draft: Draft, conversation: string): Receipt {
  const total = tenth(performance.now() - draft.startedMs);
  return {
    id: draft.id,
    conversation,
    model_used: draft.model,
    expert: draft.expert,
    response: draft.finish === 'stopped' && draft.text !== '' ? draft.text + draft.closing : draft.text,
    timestamp: new Date().toISOString(),
    route: draft.route,
    steps: [{ expert: draft.expert, model_used: draft.model, ms: total }],
    checks: draft.checks,
    usage: draft.usage,
    latency_ms: {
      route: tenth(draft.routeMs),
      first_token: draft.firstTokenMs === null ? null : tenth(draft.firstTokenMs),
      total,
    },
    cached: false,
    degraded: draft.degraded === null ? null : { wanted: draft.route.expert, reason: draft.degraded },
    finish: draft.finish,
  };
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}
