import type { Behaviour } from './behaviour.ts';

export interface Draft {
  readonly chat: number;
  readonly topic: number | null;
  readonly id: number;
  readonly text: string;
  readonly canStop: boolean;
  readonly keepOnStop: boolean;
  /** All that it has shown, oldest first. */
  readonly versions: readonly string[];
  /** In milliseconds of `performance.now()`. */
  readonly changedAt: number;
  readonly ended: 'message' | 'stopped' | null;
}

/** Previews of answers that are being written: one per private chat or topic, gone after 30 s without a change. */
export class Drafts {
  readonly #behaviour: () => Behaviour;
  readonly #drafts: Draft[] = [];

  constructor(behaviour: () => Behaviour) {
    this.#behaviour = behaviour;
  }

  /** Every draft that there was, oldest first. */
  get all(): readonly Draft[] {
    return this.#drafts;
  }

  put(draft: Pick<Draft, 'chat' | 'topic' | 'id' | 'text' | 'canStop' | 'keepOnStop'>): void {
    const at = this.#drafts.findIndex(
      (one) => one.chat === draft.chat && one.topic === draft.topic && one.id === draft.id,
    );
    const before = this.#drafts[at];
    // After a stop the same id shows nothing more.
    if (before?.ended === 'stopped') return;
    const whole: Draft = {
      ...draft,
      versions: [...(before?.versions ?? []), draft.text],
      changedAt: performance.now(),
      ended: null,
    };
    if (at < 0) this.#drafts.push(whole);
    else this.#drafts[at] = whole;
  }

  /** What is shown in the chat now; null: nothing, or it has faded. */
  shown(chat: number, topic: number | null = null): Draft | null {
    const draft = this.#drafts.findLast((one) => one.chat === chat && one.topic === topic) ?? null;
    if (draft === null || draft.ended === 'message') return null;
    if (draft.ended === 'stopped' && !draft.keepOnStop) return null;
    return performance.now() - draft.changedAt > this.#behaviour().draftLifeMs ? null : draft;
  }

  /** A message ends what was shown in its place. */
  end(chat: number, topic: number | null, how: 'message' | 'stopped'): void {
    for (const [at, draft] of this.#drafts.entries()) {
      if (draft.chat === chat && draft.topic === topic && draft.ended !== 'message')
        this.#drafts[at] = { ...draft, ended: how };
    }
  }
}
