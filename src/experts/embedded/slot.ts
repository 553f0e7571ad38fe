/**
 * One slot and the queue for it: first come, first served; background work waits behind people's, and work that
 * has the slot is told to give way as soon as a person waits.
 */
export class Slot {
  #holder: Ticket | null = null;
  #waiting: Ticket[] = [];

  enter(background: boolean): Ticket {
    const ticket = new Ticket(this, background);
    const behind = this.#waiting.findIndex((other) => other.background && !background);
    this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, ticket);
    this.#advance();
    return ticket;
  }

  /** 0: has the slot; 1: next; and so on. -1: has left. */
  positionOf(ticket: Ticket): number {
    if (this.#holder === ticket) return 0;
    const index = this.#waiting.indexOf(ticket);
    return index === -1 ? -1 : index + 1;
  }

  isPreempted(ticket: Ticket): boolean {
    return this.#holder === ticket && ticket.background && this.#waiting.some((other) => !other.background);
  }

  leave(ticket: Ticket): void {
    if (this.#holder === ticket) this.#holder = null;
    this.#waiting = this.#waiting.filter((other) => other !== ticket);
    this.#advance();
  }

  /** Lets everybody who waits look again why. */
  wakeAll(): void {
    this.#holder?.wake();
    for (const ticket of this.#waiting) ticket.wake();
  }

  #advance(): void {
    this.#holder ??= this.#waiting.shift() ?? null;
    this.wakeAll();
  }
}

/** A place in the queue. Made by `Slot.enter`; whoever has it must leave in the end. */
export class Ticket {
  readonly background: boolean;
  readonly #slot: Slot;
  #moved = Promise.withResolvers<void>();

  constructor(slot: Slot, background: boolean) {
    this.#slot = slot;
    this.background = background;
  }

  /** 0: has the slot; 1: next; and so on. */
  get position(): number {
    return this.#slot.positionOf(this);
  }

  /** Background work that has the slot while a person waits for it. */
  get preempted(): boolean {
    return this.#slot.isPreempted(this);
  }

  /** Resolves when the position may have changed since the last call; rejects with the signal's reason. */
  async moved(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([this.#moved.promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    this.#moved = Promise.withResolvers();
  }

  /** Called by the slot. */
  wake(): void {
    this.#moved.resolve();
  }

  /** Gives the slot, or the place in the queue, back. */
  leave(): void {
    this.#slot.leave(this);
  }
}
