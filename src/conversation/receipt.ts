import { randomUUID } from 'node:crypto';
import type { LanguageCode } from '../translation/languages.ts';
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
  /** The one language that this model writes; null where it writes that of the question. */
  writesOnly: LanguageCode | null;
  degraded: string | null;
  /** For whom somebody else answered, where that was in a step of a plan; null = the expert of the route. */
  wanted: ExpertName | null;
  usage: Usage;
  firstTokenMs: number | null;
  /** `performance.now()` when the model ended it; null before, and where it was put together from several. */
  endedMs: number | null;
  finish: Receipt['finish'];
  /** The result that the model marked in its text; null where it marked none, or marks none. */
  marked: string | null;
  readonly checks: Check[];
  /** What was done before it was begun: the steps of a plan. */
  readonly before: Round[];
  /** `performance.now()` when it was begun, where that was not with the turn. */
  writingMs: number | null;
  /** Answers that were written besides the one that stands. */
  readonly rounds: Round[];
  /** Who wrote the first answer, where another one stands. */
  firstBy: Pick<Draft, 'expert' | 'model'> | null;
}

/** What a model did beside the text that stands: a step before it, or one more writing because a check had failed. */
export interface Round {
  /** Null for what is no work on the answer itself: planning it. */
  readonly step: Receipt['steps'][number] | null;
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
    writesOnly: null,
    degraded: null,
    wanted: null,
    usage: { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 },
    firstTokenMs: null,
    endedMs: null,
    finish: 'stopped',
    marked: null,
    checks: [],
    before: [],
    writingMs: null,
    rounds: [],
    firstBy: null,
  };
}

/** Notes that the answer was written once more. */
export function addRound(draft: Draft, second: Draft): void {
  draft.rounds.push(roundOf(second));
}

/** What was written into a draft of its own, and ended just now. */
export function roundOf(draft: Draft): Round {
  const ms = tenth((draft.endedMs ?? performance.now()) - draft.startedMs);
  const { expert, model } = draft;
  return { step: { expert, model_used: model, ms }, usage: totalUsage(draft) };
}

/** Lets the second writing, noted last, stand in the place of the first. The conversation then holds only its tokens. */
export function replaceWith(draft: Draft, second: Draft): void {
  const round = draft.rounds.pop();
  if (round === undefined) throw new Error('a second writing is noted before it replaces the first');
  const first = draft.usage.completion_tokens;
  draft.rounds.push({ ...round, usage: { ...round.usage, completion_tokens: first } });
  draft.usage = { ...draft.usage, completion_tokens: second.usage.completion_tokens };
  draft.firstBy ??= { expert: draft.expert, model: draft.model };
  draft.text = second.text;
  draft.model = second.model;
  draft.expert = second.expert;
  draft.marked = second.marked;
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
    degraded:
      draft.degraded === null ? null : { wanted: draft.wanted ?? draft.route.expert, reason: draft.degraded },
    finish: draft.finish,
  };
}

function stepsOf(draft: Draft, total: number): Receipt['steps'] {
  const { before, endedMs, rounds, startedMs, writingMs } = draft;
  const { expert, model } = draft.firstBy ?? draft;
  const begun = writingMs ?? startedMs;
  const again = rounds.reduce((sum, { step }) => sum + (step?.ms ?? 0), 0);
  // Where more was written, perhaps side by side, its own end counts.
  const ms = rounds.length > 0 && endedMs !== null ? endedMs - begun : total - again - (begun - startedMs);
  const own = { expert, model_used: model, ms: tenth(ms) };
  return [...stepsIn(before), own, ...stepsIn(rounds)];
}

function stepsIn(rounds: readonly Round[]): Receipt['steps'] {
  return rounds.flatMap(({ step }) => (step === null ? [] : [step]));
}

/** Of all that was written for the answer, whether it stands or not. */
export function totalUsage({ before, rounds, usage }: Draft): Usage {
  const all = [usage, ...[...before, ...rounds].map((round) => round.usage)];
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
