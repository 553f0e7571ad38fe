import type { AnswerEvent } from '../conversation/types.ts';
import { advance, isFinal, WAITING } from './answer-view.ts';
import { createBell } from './bell.ts';
import { sendDelayMs } from './delays.ts';
import type { AnswerRecord } from './outbox.ts';
import type { Pacer } from './pacer.ts';
import { nextStep, type Step } from './plan.ts';
import type {
  Addressee,
  AnswerView,
  Part,
  PlatformPort,
  PresenterLimits,
  Renderer,
} from './platform-port.ts';
import type { PresenterParts } from './presenter-parts.ts';
import { Preview } from './preview.ts';
import { hashKey, Reply } from './reply.ts';
import type { SendError } from './send-error.ts';
import { StatusLine } from './status-line.ts';
import { StepRunner } from './step-runner.ts';

export interface ShowingOptions<P extends Part> {
  readonly port: PlatformPort<P>;
  readonly parts: PresenterParts;
  readonly pacer: Pacer;
  readonly to: Addressee;
  readonly record: AnswerRecord;
  readonly renderer: Pick<Renderer<P>, 'render'> & Partial<Renderer<P>>;
}

/** One reply while it grows: takes events as they come, and makes one platform call after the other. */
export class Showing<P extends Part> {
  readonly #parts: PresenterParts;
  readonly #port: PlatformPort<P>;
  readonly #pacer: Pacer;
  readonly #renderer: ShowingOptions<P>['renderer'];
  readonly #limits: PresenterLimits;
  readonly #reply: Reply<P>;
  readonly #runner: StepRunner<P>;
  readonly #status: StatusLine<P>;
  readonly #preview: Preview<P>;
  readonly #to: Addressee;
  /** Rings at each event. */
  readonly #news = createBell();
  /** Rings when there is something better to do than to wait. */
  readonly #urgent = createBell();

  #view: AnswerView = WAITING;
  #isOver = false;
  #error: { readonly error: unknown } | null = null;

  /** What was rendered last, of which view, and whether something has come since. */
  #wanted: readonly P[] = [];
  #wantedView: AnswerView = WAITING;
  #isDirty = false;

  /** Nothing was sent in this run yet. */
  #isUntouched = true;
  /** The platform refuses what is not final. */
  #isMuted = false;
  #hasEdited = false;
  #last = -1;
  #failures = 0;
  #backOffUntil = Number.NEGATIVE_INFINITY;
  #firstSeenAt: number | null = null;
  #finalSince: number | null = null;

  constructor({ port, parts, pacer, to, record, renderer }: ShowingOptions<P>) {
    this.#parts = parts;
    this.#port = port;
    this.#pacer = pacer;
    this.#renderer = renderer;
    this.#to = to;
    const limits = port.limits(to);
    this.#limits = limits;
    this.#reply = new Reply(record, parts.outbox, parts.clock);
    const onCall = () => pacer.started(limits.scope, parts.clock.now());
    this.#runner = new StepRunner({ port, parts, to, limits, reply: this.#reply, onCall });
    this.#status = new StatusLine(port, parts, to, limits);
    this.#preview = new Preview(port, parts, pacer, to, limits);
  }

  feed(event: AnswerEvent): void {
    if (event.event === 'text') this.#renderer.append?.(event.data.delta);
    if (event.event === 'replace') this.#renderer.replace?.(event.data.text);
    this.show(advance(this.#view, event));
  }

  /** No more events. Text that has ended without a word about it was stopped. */
  end(failure: { readonly error: unknown } | null): void {
    this.#isOver = true;
    this.#error = failure;
    if (this.#view.phase === 'writing') this.show({ ...this.#view, phase: 'stopped' });
    this.#news.ring();
    this.#urgent.ring();
  }

  show(view: AnswerView): void {
    const isUrgent = view.phase !== this.#view.phase;
    this.#view = view;
    this.#isDirty = true;
    this.#news.ring();
    if (isUrgent) this.#urgent.ring();
  }

  /**
   * Resolves to true once the final form stands as far as the platform takes it; to false when `leave` aborts (after
   * the call in flight), or when the events ended without anything to show.
   *
   * @throws SendError when the final form could not be delivered in time
   */
  async run(leave: AbortSignal): Promise<boolean> {
    const onLeave = () => {
      this.#news.ring();
      this.#urgent.ring();
    };
    leave.addEventListener('abort', onLeave, { once: true });
    try {
      while (!leave.aborted) {
        if (this.#error !== null) throw this.#error.error;
        if (this.#isOver && !isFinal(this.#view)) return false;
        if (await this.#goOn()) return true;
      }
      return false;
    } finally {
      leave.removeEventListener('abort', onLeave);
    }
  }

  /** Stores that all is shown, and ends the status. */
  async finish(leave: AbortSignal): Promise<void> {
    await this.#reply.complete(this.#view.receipt?.id ?? null);
    if (this.#reply.slots.some(({ state }) => state === 'skipped')) {
      this.#parts.metrics.undelivered.inc({ platform: this.#port.platform });
      this.#parts.log.error({ message: this.#to.id }, 'the platform refuses an answer, or a part of it');
    }
    if (!leave.aborted) await this.#status.show(this.#view, this.#urgent.next());
  }

  /** One step, or one wait. True once all is done. */
  async #goOn(): Promise<boolean> {
    const news = this.#news.next();
    const urgent = this.#urgent.next();
    await this.#render();
    const step = this.#isMuted && !this.#isFinal ? null : this.#nextStep();
    if (step !== null) {
      const dueAt = this.#dueAt(step);
      if (dueAt > this.#now()) await this.#waitUntil(dueAt, urgent);
      else await this.#perform(step);
      return false;
    }
    if (this.#isFinal) return true;
    // Something came while it was rendered.
    if (this.#isDirty) return false;
    const growing = this.#previewed();
    if (growing === null) await this.#idle(news, urgent);
    else await this.#showPreview(growing, news, urgent);
    return false;
  }

  get #isFinal(): boolean {
    return isFinal(this.#wantedView);
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  async #render(): Promise<void> {
    if (!this.#isDirty && this.#renderer.stale?.() !== true) return;
    this.#isDirty = false;
    const view = this.#view;
    this.#wanted = await this.#renderer.render(view);
    this.#wantedView = view;
    if (!isFinal(view) || this.#finalSince !== null) return;
    this.#finalSince = this.#now();
    // That wait was for the sake of updates that nobody misses.
    this.#failures = 0;
    this.#backOffUntil = Number.NEGATIVE_INFINITY;
  }

  #nextStep(): Step | null {
    const { slots } = this.#reply;
    const step = nextStep({
      standing: slots,
      wanted: this.#previewed() === null ? this.#wanted : this.#wanted.slice(0, -1),
      final: this.#isFinal,
      last: this.#last,
      canAppend: (index) => {
        const shown = slots[index]?.part;
        const next = this.#wanted[index];
        return shown && next ? this.#port.stream?.canAppend(shown, next) === true : false;
      },
      hash: hashKey,
    });
    if (this.#wanted.length > 0) this.#firstSeenAt ??= this.#now();
    return step;
  }

  #dueAt(step: Step): number {
    const { scope, holdMs } = this.#limits;
    const everyMs = this.#everyMs(step);
    const pace = everyMs === null ? this.#pacer.blockedUntil(scope) : this.#pacer.earliest(scope, everyMs);
    const isHeld = this.#isUntouched && everyMs !== null && !this.#isFinal;
    const hold = isHeld ? (this.#firstSeenAt ?? 0) + holdMs : Number.NEGATIVE_INFINITY;
    return Math.max(pace, this.#backOffUntil, hold);
  }

  /** Null: not paced. */
  #everyMs({ call, index }: Step): number | null {
    const { postEveryMs, editEveryMs, appendEveryMs, firstEditEveryMs = editEveryMs } = this.#limits;
    switch (call) {
      case 'find':
        return null;
      case 'post':
        return postEveryMs;
      case 'edit':
        return this.#hasEdited ? editEveryMs : firstEditEveryMs;
      case 'delete':
        return this.#reply.slots[index]?.ref === null ? null : editEveryMs;
      default:
        return appendEveryMs;
    }
  }

  async #perform(step: Step): Promise<void> {
    const { scope } = this.#limits;
    const isFinal = this.#isFinal;
    this.#last = step.index;
    // Taken before anything is stored, so that no other answer of the scope takes the same moment.
    const isPaced = this.#everyMs(step) !== null;
    if (isPaced) {
      this.#isUntouched = false;
      this.#pacer.started(scope, this.#now());
    }
    const error = await this.#runner.perform(step, this.#wanted[step.index], isFinal);
    if (step.call === 'edit') this.#hasEdited = true;
    if (error === null) {
      // To have looked for a message is no sign that one can be sent.
      if (isPaced) this.#failures = 0;
      return;
    }
    if (error.failure === 'gone' || error.failure === 'refused') {
      this.#isMuted ||= step.call === 'edit' || step.call === 'post';
      return;
    }
    if (error.failure !== 'stream_lost') this.#waitAfter(error);
  }

  #waitAfter(error: SendError): void {
    const now = this.#now();
    if (this.#finalSince !== null && now - this.#finalSince >= this.#limits.giveUpAfterMs) throw error;
    this.#failures++;
    const until = now + (error.retryAfterMs ?? sendDelayMs(this.#failures));
    if (error.failure === 'rate_limited') this.#pacer.block(this.#limits.scope, until);
    else this.#backOffUntil = until;
  }

  /** The part that is previewed and not posted: the last one while it grows, unless its message stands already. */
  #previewed(): P | null {
    const last = this.#wanted.at(-1);
    if (last === undefined || this.#isFinal || this.#isMuted) return null;
    return this.#reply.slots.length < this.#wanted.length && this.#preview.takes(last) ? last : null;
  }

  async #showPreview(part: P, news: Promise<void>, urgent: Promise<void>): Promise<void> {
    const dueAt = this.#preview.dueAt(part);
    // What is new meanwhile is shown at that time, too.
    if (dueAt > this.#now()) return this.#waitUntil(dueAt, this.#preview.isShown(part) ? news : urgent);
    await this.#preview.show(part);
    this.#isUntouched = false;
  }

  async #idle(news: Promise<void>, urgent: Promise<void>): Promise<void> {
    const dueAt = this.#isUntouched ? this.#status.dueAt(this.#view) : Number.POSITIVE_INFINITY;
    if (dueAt <= this.#now()) await this.#status.show(this.#view, urgent);
    else await this.#waitUntil(dueAt, news);
  }

  /** Or until `sooner` resolves. */
  async #waitUntil(at: number, sooner: Promise<void>): Promise<void> {
    if (at === Number.POSITIVE_INFINITY) return sooner;
    const woken = new AbortController();
    await Promise.race([this.#parts.clock.sleep(at - this.#now(), woken.signal), sooner]);
    woken.abort();
  }
}
