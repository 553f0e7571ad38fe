import { createHash } from 'node:crypto';
import type { Behaviour } from './behaviour.ts';
import { statusError } from './errors.ts';

/** vLLM's default block size: only full blocks are cached. */
export const BLOCK_TOKENS = 16;
const MAX_BLOCKS = 65_536;

/** Blocks of earlier prompts and answers, each known by a hash over it and all blocks before it. */
export class PrefixCache {
  #blocks = new Set<number>();

  /** How many tokens of this prompt are there already, then keeps them all. The last token is always computed. */
  readThrough(salt: string, tokens: readonly number[]): number {
    const most = Math.floor((tokens.length - 1) / BLOCK_TOKENS) * BLOCK_TOKENS;
    const salted = createHash('sha256').update(salt).digest();
    let high = salted.readInt32BE(0);
    let low = salted.readInt32BE(4);
    let hit = 0;
    for (const [i, token] of tokens.entries()) {
      high = Math.imul(high ^ token, 0x01000193) ^ (low >>> 15);
      low = Math.imul(low ^ (token / 0x10000), 0x85ebca6b) ^ (high >>> 13);
      if ((i + 1) % BLOCK_TOKENS !== 0) continue;
      // As much of the two halves as a number holds exactly.
      const block = (high >>> 0) * 0x200000 + (low >>> 11);
      if (hit === i + 1 - BLOCK_TOKENS && this.#blocks.has(block)) hit = i + 1;
      // Put back last: the set's order is the order of use.
      this.#blocks.delete(block);
      this.#blocks.add(block);
    }
    for (const block of this.#blocks) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(block);
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
