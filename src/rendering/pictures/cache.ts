import { type Picture, PictureError } from './picture.ts';

/** What an entry takes beside its PNG. */
const ENTRY_BYTES = 512;
/** Asking again gives the same answer, so these are remembered too: a hostile formula costs its deadline once. */
const LASTING = new Set(['invalid', 'too_large', 'timeout', 'no_font']);

interface Entry {
  readonly result: Promise<Picture>;
  bytes: number;
}

/** Pictures by content, the least recently used dropped first; what is being drawn is not drawn twice. */
export class PictureCache {
  readonly #limitBytes: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The bytes held, at most the limit and the picture just drawn. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string, draw: () => Promise<Picture>): Promise<Picture> {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found.result;
    }
    const entry: Entry = { result: draw(), bytes: ENTRY_BYTES };
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    entry.result.then(
      (picture) => this.#grow(key, entry, picture.png.byteLength + 2 * picture.alt.length),
      (error) => {
        if (!(error instanceof PictureError && LASTING.has(error.reason))) this.#drop(key, entry);
      },
    );
    this.#evict();
    return entry.result;
  }

  #grow(key: string, entry: Entry, bytes: number): void {
    if (this.#entries.get(key) !== entry) return;
    entry.bytes += bytes;
    this.#bytes += bytes;
    this.#evict();
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#limitBytes) return;
      this.#drop(key, entry);
    }
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
