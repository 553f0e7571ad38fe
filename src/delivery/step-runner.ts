import type { Intent } from './outbox.ts';
import type { Step } from './plan.ts';
import { attemptCall } from './platform-call.ts';
import type { Addressee, Part, PlatformPort, PresenterLimits, StreamPort } from './platform-port.ts';
import type { PresenterParts } from './presenter-parts.ts';
import type { Reply, Slot } from './reply.ts';
import { SendError, type SendFailure } from './send-error.ts';

export interface StepRunnerOptions<P extends Part> {
  readonly port: PlatformPort<P>;
  readonly parts: PresenterParts;
  readonly to: Addressee;
  readonly limits: Pick<PresenterLimits, 'callTimeoutMs'>;
  readonly reply: Reply<P>;
  /** Called when a call goes out that the pace is about: all but looking for what was sent. */
  readonly onCall: () => void;
}

/** Makes the platform calls of one reply, and notes what became of them in the reply. */
export class StepRunner<P extends Part> {
  readonly #port: PlatformPort<P>;
  readonly #parts: PresenterParts;
  readonly #to: Addressee;
  readonly #limits: StepRunnerOptions<P>['limits'];
  readonly #reply: Reply<P>;
  readonly #onCall: () => void;
  #mayStream = true;

  constructor({ port, parts, to, limits, reply, onCall }: StepRunnerOptions<P>) {
    this.#port = port;
    this.#parts = parts;
    this.#to = to;
    this.#limits = limits;
    this.#reply = reply;
    this.#onCall = onCall;
  }

  /**
   * Null, or why the call failed; the reply then says what is to be done about it. What is refused before the final
   * form is left as it is: the final form may be taken.
   */
  async perform(step: Step, wanted: P | undefined, final: boolean): Promise<SendError | null> {
    try {
      await this.#make(step, wanted, final);
      return null;
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      await this.#noteFailure(step, error, final);
      return error;
    }
  }

  async #make({ call, index }: Step, wanted: P | undefined, final: boolean): Promise<void> {
    if (call === 'find') return this.#find(index);
    if (call === 'delete') return this.#delete(index);
    if (wanted === undefined) throw new Error(`nothing is wanted in place ${index}`);
    if (call === 'post') return this.#post(index, wanted, final);
    const { ref, part } = this.#sent(index);
    const { stream } = this.#port;
    if (call === 'edit') await this.#call(call, (signal) => this.#port.edit(this.#to, ref, wanted, signal));
    else if (stream === undefined || (part === null && call !== 'abandon')) {
      throw new Error(`part ${index} is no stream`);
    } else await this.#streamCall(stream, call, ref, part, wanted);
    if (call === 'abandon') this.#reply.change(index, { stream: 'none', part: null, shown: null });
    else if (call === 'append') this.#reply.change(index, { part: wanted, shown: wanted.key });
    else this.#reply.change(index, { stream: 'none', part: wanted, shown: wanted.key });
  }

  async #streamCall(
    stream: StreamPort<P>,
    call: 'append' | 'stop' | 'abandon',
    ref: string,
    part: P | null,
    wanted: P,
  ): Promise<void> {
    await this.#call(call, (signal) => {
      if (call === 'abandon' || part === null) return stream.abandon(this.#to, ref, signal);
      return stream[call](this.#to, ref, part, wanted, signal);
    });
  }

  async #find(index: number): Promise<void> {
    const intent = this.#slot(index).intent;
    const { findSent } = this.#port;
    if (findSent === undefined) {
      this.#riskDouble(index);
      return;
    }
    const ref = await this.#call('find', (signal) => findSent.call(this.#port, this.#to, intent, signal));
    if (ref === null) this.#reply.change(index, { state: 'unsent' });
    else await this.#reply.sent(index, ref, null);
  }

  #riskDouble(index: number): void {
    this.#parts.metrics.possibleDoubles.inc({ platform: this.#port.platform });
    this.#parts.log.warn({ message: this.#to.id }, 'a part is sent again that may have been sent before');
    this.#reply.change(index, { state: 'unsent' });
  }

  async #post(index: number, part: P, final: boolean): Promise<void> {
    const { stream } = this.#port;
    const grows = part.editable && !part.settled && !final && this.#mayStream;
    const streamed = grows && stream?.offered(this.#to, part) === true;
    const intent = await this.#reply.intend(index, part, streamed);
    const ref = streamed
      ? await this.#start(stream, part, intent)
      : await this.#call('post', (signal) => this.#port.post(this.#to, part, intent, signal));
    await this.#reply.sent(index, ref, part);
  }

  async #start(stream: StreamPort<P>, part: P, intent: Intent): Promise<string> {
    try {
      return await this.#call('start', (signal) => stream.start(this.#to, part, intent, signal));
    } catch (error) {
      if (!(error instanceof SendError) || !isPermanent(error.failure)) throw error;
      // Streaming may be what was refused: the next attempt is a post.
      throw new SendError('stream_lost', 'no stream could be begun', { cause: error });
    }
  }

  async #delete(index: number): Promise<void> {
    const { ref } = this.#slot(index);
    if (ref !== null) {
      await this.#reply.doom(index);
      await this.#call('delete', (signal) => this.#port.delete(this.#to, ref, signal));
    }
    await this.#reply.dropLast();
  }

  async #noteFailure({ call, index }: Step, { failure }: SendError, final: boolean): Promise<void> {
    const isForGood = isPermanent(failure);
    switch (call) {
      case 'post':
        if (failure === 'unknown') this.#reply.change(index, { state: 'unknown' });
        else if (failure === 'stream_lost') this.#mayStream = false;
        else if (isForGood && final) this.#reply.change(index, { state: 'skipped' });
        return;
      case 'edit':
        if (failure === 'unknown') this.#reply.change(index, { part: null, shown: null });
        else if (isForGood && final) this.#reply.change(index, { unusable: true });
        return;
      case 'append':
      case 'stop': {
        const stream = isForGood ? 'none' : 'left';
        // What was not carried out can be repeated; what may have been would be there twice.
        if (isForGood || failure === 'unknown') {
          this.#reply.change(index, { stream, part: null, shown: null });
        }
        return;
      }
      case 'abandon':
        if (isForGood) this.#reply.change(index, { stream: 'none', part: null, shown: null });
        return;
      case 'find':
        if (isForGood) this.#riskDouble(index);
        return;
      case 'delete':
        if (isForGood) await this.#reply.dropLast();
        return;
      default:
        call satisfies never;
    }
  }

  async #call<T>(name: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const count = (outcome: string) =>
      this.#parts.metrics.platformCalls.inc({ platform: this.#port.platform, call: name, outcome });
    if (name !== 'find') this.#onCall();
    try {
      const result = await attemptCall(this.#parts.clock, this.#limits.callTimeoutMs, call);
      count('ok');
      return result;
    } catch (error) {
      const { failure, retryAfterMs } = error as SendError;
      count(failure);
      this.#parts.log.debug({ message: this.#to.id, call: name, failure, retryAfterMs }, 'a call failed');
      throw error;
    }
  }

  #slot(index: number): Slot<P> {
    const slot = this.#reply.slots[index];
    if (slot === undefined) throw new Error(`the reply has no part ${index}`);
    return slot;
  }

  #sent(index: number): Slot<P> & { readonly ref: string } {
    const slot = this.#slot(index);
    if (slot.ref === null) throw new Error(`part ${index} was not sent`);
    return { ...slot, ref: slot.ref };
  }
}

/** No repetition of the same call helps. */
function isPermanent(failure: SendFailure): boolean {
  return failure === 'gone' || failure === 'refused' || failure === 'stream_lost';
}
