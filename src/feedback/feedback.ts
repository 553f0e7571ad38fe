import type { Keyv } from 'keyv';
import type { Config } from '../config/types.ts';
import type { StoredTurn } from '../conversation/context.ts';
import type { ExpertName } from '../conversation/types.ts';
import type { TextFeatures } from '../routing/describe.ts';
import { LABELS, type Label } from '../routing/labels.ts';
import type { Verdict } from '../switchboard.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** A message that a person put through to another expert: an example for the router. */
export interface Correction {
  readonly label: Label;
  /** Who had answered. */
  readonly was: ExpertName;
  /** How sure the route was, 0..1. */
  readonly confidence: number;
  /** ISO 8601. */
  readonly at: string;
  /** With ROUTER_LEARN=labels. */
  readonly features?: TextFeatures;
  /** With ROUTER_LEARN=text. */
  readonly text?: string;
}

/** What a person thought of an answer; no words of it are kept. */
export interface Opinion {
  readonly turn: string;
  readonly verdict: Verdict;
  readonly expert: ExpertName;
  readonly model_used: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface Feedback {
  /** Keeps the latest word of a person on an answer. */
  note(turn: StoredTurn, user: string, verdict: Verdict): Promise<void>;
  /** The latest word of a person on each of these turns, by id; null where there was none. */
  verdicts(turns: readonly string[], user: string): Promise<readonly (Verdict | null)[]>;
  /** What the router can learn from, in no order. */
  corrections(): AsyncGenerator<Correction>;
}

export interface FeedbackParts {
  readonly opinions: Keyv;
  readonly corrections: Keyv;
  readonly learn: Config['router']['learn'];
  readonly describe: (text: string) => TextFeatures;
  readonly metrics: Pick<Metrics, 'feedback'>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** An opinion is looked at in the weeks after it; corrections stay until they are learnt. */
const OPINION_TTL_MS = 180 * 24 * 60 * 60 * 1_000;

export function createFeedback(parts: FeedbackParts): Feedback {
  const { corrections, describe, learn, metrics, now = Date.now, opinions } = parts;

  /** Null where nothing is to be learnt: not allowed, or no label that a text alone could have told. */
  function correctionOf(turn: StoredTurn, verdict: Verdict, at: string): Correction | null {
    const label = verdict.kind === 'expert' ? LABELS.find((known) => known === verdict.expert) : undefined;
    if (label === undefined || learn === 'off') return null;
    const { confidence, expert: was } = turn.receipt.route;
    // The words that were routed: those of files are not among them.
    const text = turn.message?.text ?? turn.text;
    const seen = learn === 'text' ? { text } : { features: describe(text) };
    return { label, was, confidence, at, ...seen };
  }

  return {
    async note(turn, user, verdict) {
      const at = new Date(now()).toISOString();
      const { expert, id, model_used } = turn.receipt;
      const opinion: Opinion = { turn: id, verdict, expert, model_used, at };
      await opinions.set(`${id} ${user}`, opinion, OPINION_TTL_MS);
      const correction = correctionOf(turn, verdict, at);
      // Of a message that was put through twice, the last expert was the right one.
      if (correction !== null) {
        await corrections.set(`${turn.replaced?.[0] ?? turn.messageId} ${user}`, correction);
      }
      metrics.feedback.inc({ expert, kind: verdict.kind });
    },
    async verdicts(turns, user) {
      const kept = await opinions.getMany<Opinion>(turns.map((id) => `${id} ${user}`));
      return turns.map((_, index) => kept[index]?.verdict ?? null);
    },
    async *corrections() {
      for await (const [, correction] of corrections.iterator?.() ?? []) yield correction as Correction;
    },
  };
}
