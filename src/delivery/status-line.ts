import { attemptCall } from './platform-call.ts';
import type { Addressee, AnswerView, Part, PlatformPort, PresenterLimits } from './platform-port.ts';
import type { PresenterParts } from './presenter-parts.ts';

/** What people see while there is nothing to read (`PlatformPort.status`): when it is due, and showing it. */
export class StatusLine<P extends Part> {
  readonly #port: PlatformPort<P>;
  readonly #parts: PresenterParts;
  readonly #to: Addressee;
  readonly #limits: Pick<PresenterLimits, 'statusEveryMs' | 'callTimeoutMs'>;
  #shownAt = Number.NEGATIVE_INFINITY;
  #shown = '';

  constructor(
    port: PlatformPort<P>,
    parts: PresenterParts,
    to: Addressee,
    limits: Pick<PresenterLimits, 'statusEveryMs' | 'callTimeoutMs'>,
  ) {
    this.#port = port;
    this.#parts = parts;
    this.#to = to;
    this.#limits = limits;
  }

  /** Milliseconds since the epoch; infinite where the platform has no status. */
  dueAt(view: AnswerView): number {
    if (this.#port.status === undefined) return Number.POSITIVE_INFINITY;
    if (describe(view) !== this.#shown) return Number.NEGATIVE_INFINITY;
    return this.#shownAt + this.#limits.statusEveryMs;
  }

  /** Resolves when it is shown, has failed, or `better` did and the call is given up. */
  async show(view: AnswerView, better: Promise<void>): Promise<void> {
    const { platform, status } = this.#port;
    if (status === undefined) return;
    this.#shown = describe(view);
    this.#shownAt = this.#parts.clock.now();
    const { clock, metrics } = this.#parts;
    const giveUp = new AbortController();
    const call = attemptCall(clock, this.#limits.callTimeoutMs, (signal) =>
      status.call(this.#port, this.#to, view, AbortSignal.any([signal, giveUp.signal])),
    ).then(
      () => metrics.platformCalls.inc({ platform, call: 'status', outcome: 'ok' }),
      () => metrics.platformCalls.inc({ platform, call: 'status', outcome: 'failed' }),
    );
    await Promise.race([call, better]);
    giveUp.abort();
    await call;
  }
}

function describe({ phase, planned, position, steps }: AnswerView): string {
  return JSON.stringify([phase, position, steps, planned]);
}
