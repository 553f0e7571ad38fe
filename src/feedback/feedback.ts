import { createHmac } from 'node:crypto';
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
  /** The same for all corrections of a person, and no one else's; who it is cannot be read from it. */
  readonly by: string;
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
  /** Of the installation; people are hashed with it. */
  readonly secret: () => Promise<string>;
  readonly metrics: Pick<Metrics, 'feedback' | 'overrides'>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** An opinion is looked at in the weeks after it; corrections stay, as each training begins anew with all of them. */
const OPINION_TTL_MS = 180 * 24 * 60 * 60 * 1_000;

/** Begins the id of who signed in on the chat page with a key or a token; its hash follows. */
export const KEY_HOLDER = 'key:';

/** Enough that no two people of an installation meet. */
const PERSON_BYTES = 12;

export function createFeedback(parts: FeedbackParts): Feedback {
  const { corrections, describe, learn, metrics, now = Date.now, opinions, secret } = parts;

  /** Null where nothing is to be learnt: not allowed, or no label that a text alone could have told. */
  async function correctionOf(
    turn: StoredTurn,
    user: string,
    verdict: Verdict,
    at: string,
  ): Promise<Correction | null> {
    const label = verdict.kind === 'expert' ? LABELS.find((known) => known === verdict.expert) : undefined;
    if (label === undefined || learn === 'off') return null;
    const { confidence, expert: was } = turn.receipt.route;
    // The words that were routed: those of files are not among them.
    const text = turn.message?.text ?? turn.text;
    const seen = learn === 'text' ? { text } : { features: describe(text) };
    return { label, was, by: personOf(await secret(), turn, user), confidence, at, ...seen };
  }

  return {
    async note(turn, user, verdict) {
      const at = new Date(now()).toISOString();
      const { expert, id, model_used, route } = turn.receipt;
      const opinion: Opinion = { turn: id, verdict, expert, model_used, at };
      await opinions.set(`${id} ${user}`, opinion, OPINION_TTL_MS);
      const correction = await correctionOf(turn, user, verdict, at);
      // Of a message that was put through twice, the last expert was the right one.
      if (correction !== null) {
        await corrections.set(`${turn.replaced?.[0] ?? turn.messageId} ${correction.by}`, correction);
      }
      metrics.feedback.inc({ expert, kind: verdict.kind });
      if (verdict.kind === 'expert' && verdict.expert !== expert) {
        metrics.overrides.inc({ expert, wanted: verdict.expert, tier: route.tier });
      }
    },
    async verdicts(turns, user) {
      const kept = await opinions.getMany<Opinion>(turns.map((id) => `${id} ${user}`));
      return turns.map((_, index) => kept[index]?.verdict ?? null);
    },
    corrections: () => readCorrections(corrections),
  };
}

/** All that is kept, in no order. */
export async function* readCorrections(corrections: Keyv): AsyncGenerator<Correction> {
  for await (const [, correction] of corrections.iterator?.() ?? []) yield correction as Correction;
}

/**
 * Ids are those of a platform: the same one on two of them is not the same person. A browser gets a new one whenever its
 * cookies are gone, so that all that signed in with no key are together one person: else anybody could be a crowd.
 */
function personOf(secret: string, { receipt }: StoredTurn, user: string): string {
  const [platform = ''] = receipt.conversation.split(':');
  const id = platform === 'web' && !user.startsWith(KEY_HOLDER) ? '' : user;
  const digest = createHmac('sha256', secret).update(`person ${platform} ${id}`).digest();
  return digest.subarray(0, PERSON_BYTES).toString('base64url');
}
