import type { Call } from './call.ts';
import { tooFast } from './errors.ts';

interface Rate {
  readonly perMinute: number;
  /** How many at once. */
  readonly burst: number;
}

/**
 * Telegram publishes no limits; these are what people report (`shared/references/platforms.md` §3): one message a
 * second and chat with short bursts, 20 a minute in a group, 30 a second overall, drafts 20 in 5 s and 40 in 30 s.
 */
const CHAT: Rate = { perMinute: 60, burst: 8 };
const GROUP: Rate = { perMinute: 20, burst: 20 };
const OVERALL: Rate = { perMinute: 1_800, burst: 30 };
const DRAFTS: readonly Rate[] = [
  { perMinute: 240, burst: 20 },
  { perMinute: 80, burst: 40 },
];

/** Calls that write; a storm hits these. */
const WRITES = /^(send(?!ChatAction)|edit|delete|copy|forward)/;
const DRAFT = /Draft$/;
/** Removing costs nothing of a chat's limit. */
const LIMITED = /^(send(?!ChatAction)|edit|copy|forward)/;

interface Storm {
  left: number;
  readonly retryAfterS: number;
  /** The chat that it hits; null: all. */
  readonly chat: number | null;
}

/** Token buckets per chat, and storms that a test switches on. */
export class Rates {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #storms: Storm[] = [];
  /** When a chat may be written to again, in milliseconds of `performance.now()`. */
  readonly #until = new Map<string, number>();
  /** How many calls were refused, by a storm or by a rate. */
  refused = 0;
  readonly #stormed = new Map<string, number>();
  /** Calls that came again before the time that they had been told. */
  impatient = 0;

  /** Refuses the next `calls` that write, each with this `retry_after`. */
  storm(calls: number, retryAfterS: number, chat: number | null = null): void {
    this.#storms.push({ left: calls, retryAfterS, chat });
  }

  /** How many calls storms have refused in this chat. */
  stormed(chat: number): number {
    return this.#stormed.get(String(chat)) ?? 0;
  }

  /** @throws Refusal 429 */
  check({ method, args, at }: Call, enforce: boolean): void {
    const chat = String(args.chat_id ?? '');
    const kind = DRAFT.test(method) ? 'draft' : 'message';
    const key = `${kind} ${chat}`;
    if (WRITES.test(method) && at < (this.#until.get(key) ?? 0)) this.impatient++;
    const storms = WRITES.test(method) ? this.#storms : [];
    const storm = storms.find(
      ({ left, chat: place }) => left > 0 && (place === null || String(place) === chat),
    );
    if (storm !== undefined) {
      storm.left--;
      this.#stormed.set(chat, (this.#stormed.get(chat) ?? 0) + 1);
      this.#refuse(key, storm.retryAfterS, at);
    }
    if (!enforce || !LIMITED.test(method)) return;
    const group = chat.startsWith('-');
    const rates = kind === 'draft' ? DRAFTS : [OVERALL, CHAT, ...(group ? [GROUP] : [])];
    const waits = rates.map((rate, index) =>
      this.#take(rate === OVERALL ? 'all' : `${key} ${index}`, rate, at),
    );
    const wait = Math.max(...waits);
    if (wait > 0) this.#refuse(key, wait, at);
  }

  #refuse(key: string, retryAfterS: number, at: number): never {
    this.refused++;
    this.#until.set(key, at + retryAfterS * 1_000);
    throw tooFast(retryAfterS);
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
