import type { Call } from './call.ts';
import { optional } from './call.ts';
import { TooFast } from './errors.ts';

interface Rate {
  readonly perMinute: number;
  /** How many at once. */
  readonly burst: number;
  /** Each channel has its own. */
  readonly perChannel: boolean;
}

/** Tiers of docs.slack.dev/apis/web-api/rate-limits; about a message a second and channel, short bursts allowed. */
const TIER_2: Rate = { perMinute: 20, burst: 20, perChannel: false };
const TIER_3: Rate = { perMinute: 50, burst: 50, perChannel: false };
const TIER_4: Rate = { perMinute: 100, burst: 100, perChannel: false };
const POSTING: Rate = { perMinute: 60, burst: 10, perChannel: true };

const RATES: Readonly<Record<string, Rate>> = {
  'chat.postMessage': POSTING,
  'chat.postEphemeral': TIER_4,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  // Published as tier 2 (20+) for start and stop; the plus is what several rooms of a test live on.
  'chat.startStream': TIER_3,
  'chat.stopStream': TIER_3,
  'chat.appendStream': TIER_4,
  'conversations.replies': TIER_3,
  'conversations.history': TIER_3,
  'users.info': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'views.open': TIER_4,
  'apps.connections.open': TIER_2,
};

/** Calls that write; a storm hits these. */
const WRITES = /^(chat\.|files\.)/;

interface Storm {
  left: number;
  hits: number;
  readonly retryAfterS: number;
  readonly methods: RegExp;
  /** Null: everywhere. */
  readonly channel: string | null;
}

export type Aim = Partial<Pick<Storm, 'methods' | 'channel'>>;

/** Token buckets by Slack's tiers, and storms that a test switches on. */
export class Rates {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #storms: Storm[] = [];
  /** When a method may be called again in a channel, in milliseconds of `performance.now()`. */
  readonly #until = new Map<string, number>();
  /** How many calls were refused, by a storm or by a rate. */
  refused = 0;
  /** Calls that came again before the time that they had been told. */
  impatient = 0;

  /** Refuses the next `calls` that match, each with this Retry-After. */
  storm(calls: number, retryAfterS: number, { methods = WRITES, channel = null }: Aim = {}): void {
    this.#storms.push({ left: calls, hits: 0, retryAfterS, methods, channel });
  }

  /** How many calls storms have refused, in this channel or in all. */
  stormed(channel: string | null = null): number {
    const aimed = this.#storms.filter((storm) => channel === null || storm.channel === channel);
    return aimed.reduce((sum, { hits }) => sum + hits, 0);
  }

  /** @throws TooFast */
  check(call: Call, enforce: boolean): void {
    const place = optional(call, 'channel') ?? optional(call, 'channel_id');
    const key = `${call.method} ${place ?? ''}`;
    if (call.at < (this.#until.get(key) ?? 0)) this.impatient++;
    const storm = this.#storms.find(
      ({ left, methods, channel }) =>
        left > 0 && methods.test(call.method) && (channel === null || channel === place),
    );
    if (storm !== undefined) {
      storm.left--;
      storm.hits++;
      this.#refuse(key, storm.retryAfterS, call.at);
    }
    const rate = RATES[call.method];
    if (!enforce || rate === undefined) return;
    const wait = this.#take(rate.perChannel ? key : call.method, rate, call.at);
    if (wait > 0) this.#refuse(key, wait, call.at);
  }

  #refuse(key: string, retryAfterS: number, at: number): never {
    this.refused++;
    this.#until.set(key, at + retryAfterS * 1_000);
    throw new TooFast(retryAfterS);
  }

  /** Seconds to wait; 0 when the call may pass. */
  #take(key: string, { perMinute, burst }: Rate, now: number): number {
    const { tokens, at } = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + ((now - at) * perMinute) / 60_000);
    const passes = filled >= 1;
    this.#buckets.set(key, { tokens: passes ? filled - 1 : filled, at: now });
    return passes ? 0 : Math.ceil(((1 - filled) * 60) / perMinute);
  }
}
