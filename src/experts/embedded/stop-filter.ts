/** Ends a stream of text at the first stop string, which is not shown; it may come in pieces. */
export class StopFilter {
  readonly #stops: readonly string[];
  #held = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** The text that may be shown now; the rest is held back while it may be the beginning of a stop string. */
  push(text: string): { readonly text: string; readonly stopped: boolean } {
    this.#held += text;
    const end = Math.min(...this.#stops.map((stop) => this.#indexOf(stop)));
    if (end !== Number.POSITIVE_INFINITY) return { text: this.#take(end, true), stopped: true };
    const held = Math.max(0, ...this.#stops.map((stop) => overlap(this.#held, stop)));
    return { text: this.#take(this.#held.length - held, false), stopped: false };
  }

  /** What was held back, when no more text comes. */
  flush(): string {
    return this.#take(this.#held.length, true);
  }

  #indexOf(stop: string): number {
    const index = this.#held.indexOf(stop);
    return index === -1 ? Number.POSITIVE_INFINITY : index;
  }

  #take(length: number, forgetRest: boolean): string {
    const text = this.#held.slice(0, length);
    this.#held = forgetRest ? '' : this.#held.slice(length);
    return text;
  }
}

/** How many characters at the end of the text are the beginning of the stop string. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
