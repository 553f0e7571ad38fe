import type { Behaviour } from './behaviour.ts';
import { statusError } from './errors.ts';

/** vLLM's default block size: only full blocks are cached. */
export const BLOCK_TOKENS = 16;
const MAX_BLOCKS = 65_536;

/** Blocks of earlier prompts and answers, each known by the chain of all blocks before it. */
export class PrefixCache {
  #blocks = new Map<string, number>();
  #nextId = 1;

  /** How many tokens of this prompt are there already, then keeps them all. The last token is always computed. */
  readThrough(salt: string, tokens: readonly number[]): number {
    const most = Math.floor((tokens.length - 1) / BLOCK_TOKENS) * BLOCK_TOKENS;
    let parent = salt;
    let hit = 0;
    for (let at = 0; at + BLOCK_TOKENS <= tokens.length; at += BLOCK_TOKENS) {
      const key = `${parent}:${tokens.slice(at, at + BLOCK_TOKENS).join()}`;
      let id = this.#blocks.get(key);
      if (id !== undefined && hit === at) hit = at + BLOCK_TOKENS;
      id ??= this.#nextId++;
      // Put back last: the map's order is the order of use.
      this.#blocks.delete(key);
      this.#blocks.set(key, id);
      parent = `#${id}`;
    }
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(key);
    }
    return Math.min(hit, most);
  }

  clear(): void {
    this.#blocks.clear();
  }
}

interface Waiting {
  readonly priority: number;
  start(): void;
}

/** The slots of one server: who generates, who waits, and what /metrics tells of it. */
export class Engine {
  readonly cache = new PrefixCache();
  running = 0;
  readonly totals = { prompt: 0, cached: 0, generated: 0, stop: 0, length: 0, abort: 0 };
  #waiting: Waiting[] = [];
  #behaviour: () => Behaviour;

  constructor(behaviour: () => Behaviour) {
    this.#behaviour = behaviour;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Admission, before anything of the answer is sent; throws ApiError 503 when the queue is full. */
  admit(): void {
    const { engineDead, maxQueued, retryAfterS } = this.#behaviour();
    if (engineDead) throw statusError(500);
    if (maxQueued !== null && this.running + this.waiting >= maxQueued) throw statusError(503, retryAfterS);
  }

  /** Waits for a slot; the result gives it back. Rejects with the signal's reason. Lower priorities go first. */
  acquire(priority: number, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        reject(signal.reason);
      };
      const entry: Waiting = {
        priority,
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve(() => {
            this.running--;
            this.pump();
          });
        },
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      const behind = this.#waiting.findIndex((other) => other.priority > priority);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, entry);
      this.pump();
    });
  }

  /** Starts whoever may start: after a slot came free, and after waking up. */
  pump(): void {
    const { sleeping, maxNumSeqs } = this.#behaviour();
    while (!sleeping && this.running < maxNumSeqs) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.running++;
      next.start();
    }
  }
}
