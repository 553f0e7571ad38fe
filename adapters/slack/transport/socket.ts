import { setTimeout as delay } from 'node:timers/promises';
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { boltLog } from '../client/bolt-log.ts';
import { clientOptions } from '../client/clients.ts';
import { refusalOf } from '../client/send-errors.ts';
import { TIMEOUTS } from '../limits.ts';
import { type Intake, storeFirst } from './store-first.ts';

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string | null;
  readonly log: Logger;
  readonly intake: Intake;
}

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 60_000;
/** A connection that held for so long was a good one; the next may follow it at once. */
const STEADY_MS = 10_000;

interface Connection {
  readonly receiver: SocketModeReceiver;
  readonly openedMs: number;
  readonly closed: Promise<void>;
}

/**
 * Socket Mode, over one connection of Bolt's after another. Reconnecting is done here, each time with a new client:
 * that of socket-mode 3.1.0 leaves 5 to 12 s between connections, opens some twice, and ends the process by a
 * rejection that nobody can catch when `apps.connections.open` fails.
 */
export function createSocketReceiver(options: SocketOptions): Receiver {
  const { log } = options;
  const ending = new AbortController();
  let app: App | null = null;
  let current: Connection | null = null;

  async function keep(): Promise<void> {
    for (let failures = 0; !ending.signal.aborted; ) {
      if (current !== null) {
        await current.closed;
        failures = performance.now() - current.openedMs > STEADY_MS ? 0 : failures + 1;
        current = null;
      }
      const pauseMs = backoffMs(failures);
      await delay(pauseMs, undefined, { ref: false, signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted || app === null) return;
      try {
        current = await connect(app, options);
        log.debug('slack: connected');
      } catch (error) {
        failures++;
        const tryAgainInMs = backoffMs(failures);
        log.warn({ reason: reasonOf(error), tryAgainInMs }, 'slack: no connection (SLACK_APP_TOKEN)');
      }
    }
  }

  return {
    init(given) {
      app = storeFirst(given, options.intake);
    },
    /** Rejects when the first connection fails; from then on it is kept, or tried for, until `stop`. */
    async start() {
      if (app === null) throw new Error('init comes first');
      try {
        current = await connect(app, options);
      } finally {
        void keep();
      }
    },
    async stop() {
      ending.abort();
      if (current === null) return;
      // It takes five seconds and more to close, and may reject after; nothing depends on it.
      const closed = Promise.resolve(current.receiver.client.disconnect()).catch(() => {});
      await Promise.race([closed, delay(TIMEOUTS.disconnect, undefined, { ref: false })]);
    },
  };
}

async function connect(app: App, { appToken, apiUrl, log }: SocketOptions): Promise<Connection> {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(log),
    autoReconnectEnabled: false,
    // The receiver asks for its socket through a client of its own, which needs the address, too.
    installerOptions: { clientOptions: clientOptions(apiUrl, log) },
  });
  receiver.init(app);
  const closed = new Promise<void>((resolve) => receiver.client.once('disconnected', () => resolve()));
  const started = receiver.start();
  const hello = new AbortController();
  const late = delay(TIMEOUTS.hello, undefined, { ref: false, signal: hello.signal }).then(() => {
    throw new Error('Slack did not say hello');
  });
  try {
    await Promise.race([started, late]);
  } catch (error) {
    // A hello that comes after all must not leave a second connection open.
    started.then(() => receiver.client.disconnect()).catch(() => {});
    Promise.resolve(receiver.client.disconnect()).catch(() => {});
    throw error;
  } finally {
    hello.abort();
    late.catch(() => {});
  }
  return { receiver, openedMs: performance.now(), closed };
}

function backoffMs(failures: number): number {
  if (failures === 0) return 0;
  const full = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (failures - 1));
  // Many replicas that lost the same host come back at different times.
  return full * (0.5 + Math.random() / 2);
}

function reasonOf(error: unknown): string {
  return refusalOf(error) ?? (error instanceof Error ? error.message : 'closed before hello');
}
