import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { AnswerRecord, Intent, Outbox, SentPart } from './outbox.ts';
import type { Standing } from './plan.ts';
import type { Part } from './platform-port.ts';

/** One platform message of the reply, as this run knows it. */
export interface Slot<P extends Part> extends Standing {
  readonly intent: Intent;
  readonly ref: string | null;
  /** What it shows; null when an earlier process wrote it. */
  readonly part: P | null;
  /** It was begun as a stream (`SentPart.streamed`). */
  readonly streamed: boolean;
}

export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

/** The platform messages of one reply; each change that a later run must know is stored before it resolves. */
export class Reply<P extends Part> {
  #slots: readonly Slot<P>[];
  #record: AnswerRecord;
  readonly #outbox: Outbox;
  readonly #clock: Clock;

  constructor(record: AnswerRecord, outbox: Outbox, clock: Clock) {
    this.#record = record;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#slots = record.parts.map((part) => fromRecord<P>(part));
  }

  get slots(): readonly Slot<P>[] {
    return this.#slots;
  }

  /** Stores that `part` is about to be sent in place `index`; an intent that stands there is kept. */
  async intend(index: number, part: P, streamed: boolean): Promise<Intent> {
    const intent = this.#slots[index]?.intent ?? {
      id: randomBytes(16).toString('base64url'),
      at: this.#clock.now(),
      index,
    };
    this.#set(index, {
      intent,
      ref: null,
      kind: part.kind,
      state: 'unsent',
      part: null,
      shown: null,
      posted: hashKey(part.key),
      streamed,
      stream: 'none',
      unusable: false,
    });
    await this.#save();
    return intent;
  }

  /** `index` was sent; `part` is null when it was sent by an earlier call, whose form is not known for sure. */
  async sent(index: number, ref: string, part: P | null): Promise<void> {
    const { streamed } = this.#at(index);
    const stream = !streamed ? 'none' : part === null ? 'left' : 'open';
    this.change(index, { ref, state: 'sent', part, shown: part?.key ?? null, stream });
    await this.#save();
  }

  /** What only this run needs to know. */
  change(
    index: number,
    change: Partial<Pick<Slot<P>, 'ref' | 'state' | 'part' | 'shown' | 'stream' | 'unusable'>>,
  ): void {
    this.#set(index, { ...this.#at(index), ...change });
  }

  /** Stores that a message is about to be deleted: a later run must not take it for one that stands. */
  async doom(index: number): Promise<void> {
    if (this.#at(index).posted === '') return;
    this.#set(index, { ...this.#at(index), posted: '' });
    await this.#save();
  }

  /** The last message is gone. */
  async dropLast(): Promise<void> {
    this.#slots = this.#slots.slice(0, -1);
    await this.#save();
  }

  /** All of the final form stands. */
  async complete(turnId: string | null): Promise<void> {
    this.#record = { ...this.#record, turnId: turnId ?? this.#record.turnId, state: 'complete' };
    await this.#save();
  }

  #at(index: number): Slot<P> {
    const slot = this.#slots[index];
    if (slot === undefined) throw new Error(`the reply has no part ${index}`);
    return slot;
  }

  #set(index: number, slot: Slot<P>): void {
    this.#slots = [...this.#slots.slice(0, index), slot, ...this.#slots.slice(index + 1)];
  }

  async #save(): Promise<void> {
    this.#record = { ...this.#record, parts: this.#slots.map(toRecord) };
    await this.#outbox.save(this.#record);
  }
}

function fromRecord<P extends Part>({ intent, ref, kind, posted, streamed }: SentPart): Slot<P> {
  return {
    intent,
    ref,
    kind,
    state: ref === null ? 'unknown' : 'sent',
    part: null,
    shown: null,
    posted,
    streamed,
    stream: streamed && ref !== null ? 'left' : 'none',
    unusable: posted === '',
  };
}

function toRecord({ intent, ref, kind, posted, streamed }: Slot<Part>): SentPart {
  return { intent, ref, kind, posted, streamed };
}
