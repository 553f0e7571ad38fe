/** The double's own time: the machine's, moved on by tests. */
export class Clock {
  #aheadMs = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Lets this many milliseconds pass at once. */
  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}
