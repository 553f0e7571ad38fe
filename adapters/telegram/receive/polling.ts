import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Api } from '../client/api.ts';
import { refusalOf } from '../client/send-errors.ts';
import { isRecord, numberOf } from '../json.ts';
import { AGAIN, TIMEOUTS } from '../limits.ts';
import { ALLOWED_UPDATES } from './events.ts';
import type { Intake } from './receive.ts';

export interface Polling {
  start(): void;
  /** Resolves when what was received is stored. */
  stop(): Promise<void>;
}

/**
 * Long polling, by `callApi` in place of telegraf's `launch`, which stands in the way three times: it counts a batch as
 * received before its handlers have stored it, so that a failed insert or a kill loses messages; it ends for good on
 * 401, 409, whatever a handler throws, and after 90 s of one (`handlerTimeout`); and on a lost connection it pauses for five seconds. Here a batch is confirmed
 * by the poll after it was stored, and polling goes on with backoff whatever comes.
 */
export function createPolling(api: Api, intake: Intake, log: Logger): Polling {
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let offset: number | null = null;

  async function keep(): Promise<void> {
    for (let failures = 0; !ending.signal.aborted; ) {
      try {
        await poll();
        if (failures > 0) log.info({}, 'telegram: receiving again');
        failures = 0;
      } catch (error) {
        if (ending.signal.aborted) return;
        failures++;
        const tryAgainInMs = waitAfter(error, failures);
        log.warn({ tryAgainInMs }, `telegram: ${wordsFor(error)}`);
        await delay(tryAgainInMs, undefined, { ref: false, signal: ending.signal }).catch(() => {});
      }
    }
  }

  async function poll(): Promise<void> {
    const fields = {
      timeout: TIMEOUTS.pollS,
      // Named, or else what an earlier program asked for is in force.
      allowed_updates: ALLOWED_UPDATES,
      ...(offset !== null && { offset }),
    };
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUTS.poll)]);
    const updates = await api.call('getUpdates', fields, signal);
    if (!Array.isArray(updates)) return;
    // One after another, as people wrote them; each waits for its insert and no longer.
    for (const update of updates) {
      const id = isRecord(update) ? numberOf(update.update_id) : null;
      if (id === null) continue;
      await takeOrPass(update, id);
      offset = id + 1;
    }
  }

  let stuck = { id: 0, tries: 0 };

  /** Throws what the intake throws, until one update has failed so often that it must not keep all others back. */
  async function takeOrPass(update: unknown, id: number): Promise<void> {
    try {
      await intake(update);
    } catch (error) {
      stuck = { id, tries: stuck.id === id ? stuck.tries + 1 : 1 };
      if (stuck.tries < TRIES) throw error;
      log.error(
        { err: error, update: id },
        'telegram: an update is passed over, since it could never be stored',
      );
    }
  }

  return {
    start() {
      running = keep();
    },
    async stop() {
      ending.abort();
      await running;
      if (offset === null) return;
      // Or else the last batch comes again at the next start; the inbox would know it.
      const confirm = { offset, limit: 1, timeout: 0, allowed_updates: ALLOWED_UPDATES };
      await api.call('getUpdates', confirm, AbortSignal.timeout(CONFIRM_MS)).catch(() => {});
    },
  };
}

/** With the pauses between them about a quarter of an hour. */
const TRIES = 20;
/** A stop does not wait for longer. */
const CONFIRM_MS = 1_000;
/** The first try after a lost connection comes soon. */
const SOON_MS = 100;

function waitAfter(error: unknown, failures: number): number {
  const refused = refusalOf(error);
  const { retryAfterMs } = error as { retryAfterMs?: number | null };
  if (refused?.code === 429 && typeof retryAfterMs === 'number') return retryAfterMs;
  if (refused === null && failures === 1) return SOON_MS;
  const full = Math.min(AGAIN.maxMs, AGAIN.firstMs * 2 ** (failures - 1));
  return full * (0.5 + Math.random() / 2);
}

/** What an operator is told. */
function wordsFor(error: unknown): string {
  const code = refusalOf(error)?.code;
  if (code === 401)
    return 'the token is refused (TELEGRAM_BOT_TOKEN). Copy a new one from @BotFather and start again; it is tried further.';
  if (code === 409)
    return 'another process polls with this token, or a webhook was set for it. End the other one: only one can receive.';
  if (code !== undefined) return `nothing was received (${code})`;
  return 'no connection, or what was received could not be stored';
}
