import { sendDelayMs } from './delays.ts';
import type { Pacer } from './pacer.ts';
import { attemptCall } from './platform-call.ts';
import type { Addressee, Part, PlatformPort, PresenterLimits } from './platform-port.ts';
import type { PresenterParts } from './presenter-parts.ts';
import type { SendError } from './send-error.ts';

/** A preview is of no use later than this. In milliseconds. */
const TIMEOUT_MS = 8_000;

/** The preview of the part that grows (`PlatformPort.preview`): when it is due, and showing it. */
export class Preview<P extends Part> {
  readonly #port: PlatformPort<P>;
  readonly #parts: PresenterParts;
  readonly #pacer: Pacer;
  readonly #to: Addressee;
  readonly #scope: string;
  #shown: string | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #backOffUntil = Number.NEGATIVE_INFINITY;
  /** The platform does not take one here. */
  #isRefused = false;

  constructor(
    port: PlatformPort<P>,
    parts: PresenterParts,
    pacer: Pacer,
    to: Addressee,
    limits: Pick<PresenterLimits, 'scope'>,
  ) {
    this.#port = port;
    this.#parts = parts;
    this.#pacer = pacer;
    this.#to = to;
    this.#scope = `preview ${limits.scope}`;
  }

  /** Whether the part is previewed, and not posted while it grows. */
  takes(part: P): boolean {
    const { preview } = this.#port;
    return !this.#isRefused && !part.settled && part.editable && preview?.offered(this.#to, part) === true;
  }

  /** It stands as it is: only something new, or its fading, is a reason to show it again. */
  isShown(part: P): boolean {
    return part.key === this.#shown;
  }

  /** Milliseconds since the epoch. */
  dueAt(part: P): number {
    const { preview } = this.#port;
    if (preview === undefined) return Number.POSITIVE_INFINITY;
    const renewed = this.isShown(part) ? this.#shownAt + preview.renewMs : Number.NEGATIVE_INFINITY;
    return Math.max(this.#pacer.earliest(this.#scope, preview.everyMs), this.#backOffUntil, renewed);
  }

  /** Resolves when it is shown or has failed: a call that came late would stand under the message that follows it. */
  async show(part: P): Promise<void> {
    const { clock, log, metrics } = this.#parts;
    const { platform, preview } = this.#port;
    if (preview === undefined) return;
    this.#pacer.started(this.#scope, clock.now());
    const count = (outcome: string) => metrics.platformCalls.inc({ platform, call: 'preview', outcome });
    try {
      await attemptCall(clock, TIMEOUT_MS, (signal) => preview.show(this.#to, part, signal));
      this.#shown = part.key;
      this.#shownAt = clock.now();
      this.#failures = 0;
      count('ok');
    } catch (error) {
      const failure = error as SendError;
      count(failure.failure);
      log.debug({ message: this.#to.id, call: 'preview', failure: failure.failure }, 'a call failed');
      this.#note(failure);
    }
  }

  #note({ failure, retryAfterMs }: SendError): void {
    const now = this.#parts.clock.now();
    if (failure === 'refused' || failure === 'gone' || failure === 'stream_lost') {
      this.#isRefused = true;
      return;
    }
    this.#failures++;
    const until = now + (retryAfterMs ?? sendDelayMs(this.#failures));
    if (failure === 'rate_limited') this.#pacer.block(this.#scope, until);
    else this.#backOffUntil = until;
  }
}
