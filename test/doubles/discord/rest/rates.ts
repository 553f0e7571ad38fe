import type { Behaviour } from '../behaviour.ts';
import { timeOf } from '../snowflakes.ts';
import type { DiscordMessage } from '../workspace.ts';
import type { Call } from './call.ts';
import { TooFast } from './errors.ts';

interface Bucket {
  readonly name: string;
  readonly pattern: RegExp;
  readonly limit: number;
  readonly windowMs: number;
}

/** Limits are not published: these are what people measure. The parameter in front is what buckets are kept apart by. */
const BUCKETS: readonly Bucket[] = [
  { name: 'create', pattern: /^POST \/channels\/(\d+)\/messages$/, limit: 5, windowMs: 5_000 },
  { name: 'edit', pattern: /^PATCH \/channels\/(\d+)\/messages\/\d+$/, limit: 5, windowMs: 5_000 },
  { name: 'delete', pattern: /^DELETE \/channels\/(\d+)\/messages\/\d+$/, limit: 5, windowMs: 1_000 },
  { name: 'webhook', pattern: /^\w+ \/webhooks\/\d+\/([^/]+)/, limit: 5, windowMs: 2_000 },
  { name: 'typing', pattern: /^POST \/channels\/(\d+)\/typing$/, limit: 5, windowMs: 5_000 },
  { name: 'commands', pattern: /^(?:PUT|POST) \/applications\/(\d+)\//, limit: 5, windowMs: 20_000 },
];
/** Requests a second, all together; what belongs to interactions does not count. */
const GLOBAL = { limit: 50, windowMs: 1_000 };
const UNCOUNTED = /^\/(interactions|webhooks)\//;
/** Calls that write messages; a storm hits these. */
const WRITES = /^(POST|PATCH) \/(channels\/\d+\/messages|webhooks\/)/;
const HOUR_MS = 3_600_000;
/** Edits of old messages are counted by channel in windows of this length (circuitsacul/starboard-4#118). */
const OLD_WINDOW_MS = 20_000;

interface Storm {
  left: number;
  readonly retryAfterS: number;
  readonly routes: RegExp;
  readonly global: boolean;
  /** Null: everywhere. */
  readonly channel: string | null;
  hits: number;
}

export type Aim = Partial<Pick<Storm, 'routes' | 'global' | 'channel'>>;

/** A call with the channel that it is about, if any. */
export type Placed = Pick<Call, 'method' | 'path' | 'at'> & { readonly channel: string | null };

/** Buckets with their headers, the global limit, and storms that a test switches on. */
export class Rates {
  readonly #windows = new Map<string, { used: number; until: number }>();
  readonly #storms: Storm[] = [];
  /** When a route may be called again, by the double's clock. */
  readonly #until = new Map<string, number>();
  refused = 0;
  /** Calls that came again before the time that they had been told. */
  impatient = 0;

  /** Refuses the next `calls` that match, each with this Retry-After; a global one is told as such. */
  storm(calls: number, retryAfterS: number, aim: Aim = {}): void {
    const { routes = WRITES, global = false, channel = null } = aim;
    this.#storms.push({ left: calls, hits: 0, retryAfterS, routes, global, channel });
  }

  /** How many calls storms have refused, in this channel or in all. */
  stormed(channel: string | null = null): number {
    const aimed = this.#storms.filter((storm) => channel === null || storm.channel === channel);
    return aimed.reduce((sum, { hits }) => sum + hits, 0);
  }

  /** The headers of the call's bucket. @throws TooFast */
  check({ method, path, at, channel }: Placed, enforce: boolean): Readonly<Record<string, string>> {
    const route = `${method} ${path}`;
    if (at < (this.#until.get(route) ?? 0)) this.impatient++;
    const storm = this.#storms.find(
      (one) => one.left > 0 && one.routes.test(route) && (one.channel === null || one.channel === channel),
    );
    if (storm !== undefined) {
      storm.left--;
      storm.hits++;
      this.#refuse(route, at, storm.retryAfterS, storm.global ? 'global' : 'user');
    }
    if (!enforce) return {};
    if (!UNCOUNTED.test(path)) {
      const { used, until } = this.#count('global', GLOBAL.windowMs, at);
      if (used > GLOBAL.limit) this.#refuse(route, at, (until - at) / 1_000, 'global');
    }
    const bucket = BUCKETS.find(({ pattern }) => pattern.test(route));
    if (bucket === undefined) return {};
    const { name, pattern, limit, windowMs } = bucket;
    const { used, until } = this.#count(`${name} ${pattern.exec(route)?.[1]}`, windowMs, at);
    if (used > limit) this.#refuse(route, at, (until - at) / 1_000, 'user');
    return {
      'x-ratelimit-bucket': name,
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(limit - used),
      'x-ratelimit-reset': String(until / 1_000),
      'x-ratelimit-reset-after': String((until - at) / 1_000),
    };
  }

  /** @throws TooFast 30046 when a message that is older than an hour has been edited too often */
  checkOldEdit({ id, channel }: DiscordMessage, now: number, { oldEdits }: Behaviour): void {
    if (now - timeOf(id) < HOUR_MS) return;
    const { used, until } = this.#count(`old ${channel}`, OLD_WINDOW_MS, now);
    if (used <= oldEdits) return;
    this.refused++;
    throw new TooFast((until - now) / 1_000, 'user', OLD_EDITS, 30_046);
  }

  #count(key: string, windowMs: number, now: number): { used: number; until: number } {
    const open = this.#windows.get(key);
    const window = open !== undefined && now < open.until ? open : { used: 0, until: now + windowMs };
    const counted = { ...window, used: window.used + 1 };
    this.#windows.set(key, counted);
    return counted;
  }

  #refuse(route: string, at: number, retryAfterS: number, scope: TooFast['scope']): never {
    this.refused++;
    this.#until.set(route, at + retryAfterS * 1_000);
    throw new TooFast(retryAfterS, scope);
  }
}

const OLD_EDITS = 'Maximum number of edits to messages older than 1 hour reached. Try again later.';
