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
  /** Answers that were written besides the one that stands. */
  readonly rounds: Round[];
}

/** One more writing of an answer, because a check had failed. */
export interface Round {
  readonly step: Receipt['steps'][number];
  /** Of all that does not stand in the draft's own usage. */
  readonly usage: Usage;
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
    rounds: [],
  };
}

/** Notes that the answer was written once more. */
export function addRound(draft: Draft, second: Draft): void {
  const ms = tenth(performance.now() - second.startedMs);
  const { expert, model, usage } = second;
  draft.rounds.push({ step: { expert, model_used: model, ms }, usage });
}

/** Lets the second writing, noted last, stand in the place of the first. The conversation then holds only its tokens. */
export function replaceWith(draft: Draft, second: Draft): void {
  const round = draft.rounds.pop();
  if (round === undefined) throw new Error('a second writing is noted before it replaces the first');
  const first = draft.usage.completion_tokens;
  draft.rounds.push({ ...round, usage: { ...round.usage, completion_tokens: first } });
  draft.usage = { ...draft.usage, completion_tokens: second.usage.completion_tokens };
  draft.text = second.text;
  draft.model = second.model;
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
    steps: stepsOf(draft, total),
    checks: draft.checks,
    usage: totalUsage(draft),
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

function stepsOf({ expert, model, rounds }: Draft, total: number): Receipt['steps'] {
  const again = rounds.reduce((sum, { step }) => sum + step.ms, 0);
  return [{ expert, model_used: model, ms: tenth(total - again) }, ...rounds.map(({ step }) => step)];
}

/** Of all that was written for the answer, whether it stands or not. */
export function totalUsage({ rounds, usage }: Draft): Usage {
  const all = [usage, ...rounds.map((round) => round.usage)];
  const sum = (kind: keyof Usage) => all.reduce((tokens, one) => tokens + one[kind], 0);
  return {
    prompt_tokens: sum('prompt_tokens'),
    completion_tokens: sum('completion_tokens'),
    cached_tokens: sum('cached_tokens'),
  };
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}
