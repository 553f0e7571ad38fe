import type { Clock } from './clock.ts';

const EPOCH_MS = 1_420_070_400_000;
/** Bits below the time in an id. */
const TIME_SHIFT = 22n;

/** Ids as Discord makes them: unique, growing, their time inside. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const earliest = BigInt(this.#clock.now() - EPOCH_MS) << TIME_SHIFT;
    this.#last = earliest > this.#last ? earliest : this.#last + 1n;
    return String(this.#last);
  }
}

/** When an id was made, in milliseconds since 1970. */
export const timeOf = (id: string): number => Number(BigInt(id) >> TIME_SHIFT) + EPOCH_MS;

/** The shard that a guild belongs to; direct messages go to the first. */
export const shardOf = (guild: string | null, shards: number): number =>
  guild === null ? 0 : Number((BigInt(guild) >> TIME_SHIFT) % BigInt(shards));
