import type { Logger } from 'pino';
import type { AnswerEvent, Message, Platform } from '../conversation/types.ts';
import { errorFor, languageOf } from '../conversation/wording.ts';
import type { Switchboard } from '../switchboard.ts';
import { MAX_FAILURES } from './delays.ts';
import { errorPlace } from './error-place.ts';
import type { Handle } from './inbox.ts';
import type { LiveTurns } from './live-turns.ts';
import type { PlatformPort } from './platform-port.ts';
import type { Presenter } from './presenter.ts';
import { TurnAborted } from './turn-aborted.ts';

/** One platform as the handler sees it. */
export interface Stand {
  readonly port: Pick<PlatformPort, 'prepare'>;
  readonly presenter: Presenter;
}

export interface ServeOptions {
  readonly ask: Switchboard['ask'];
  /** The platforms that are configured. */
  readonly stands: ReadonlyMap<Platform, Stand>;
  readonly live: LiveTurns;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * The inbox's handler: a message becomes a turn, and its events go to the presenter of the platform.
 *
 * A turn that was cancelled is shown as it stands, marked as stopped; one that the end of the process cuts off is
 * left as it stands, and the next run edits it. Throws what the presenter throws, and when the platform is not
 * configured: the inbox then runs the message again.
 */
export function createServe(options: ServeOptions): Handle {
  const { live } = options;
  return async (message, { attempt, signal }) => {
    const turn = live.add(message);
    const running = Promise.withResolvers<void>();
    turn.running = running.promise;
    const onAbort = () => {
      const { reason } = signal;
      if (reason instanceof TurnAborted && reason.why === 'stopping') turn.leave.abort();
    };
    signal.addEventListener('abort', onAbort);
    let willRunAgain = false;
    try {
      await serve(message, options, signal, turn.leave.signal);
    } catch (error) {
      willRunAgain = !signal.aborted && attempt < MAX_FAILURES;
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      if (!willRunAgain) live.drop(message.id);
      turn.running = null;
      running.resolve();
    }
  };
}

/** Ends when the turn, too, has ended: what was written is then stored, and the conversation free. */
async function serve(
  message: Message,
  options: ServeOptions,
  signal: AbortSignal,
  leave: AbortSignal,
): Promise<void> {
  const stand = options.stands.get(message.platform);
  if (stand === undefined) throw new Error(`${message.platform} is not configured`);
  const over = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  async function* events(): AsyncGenerator<AnswerEvent> {
    const { promise, resolve } = Promise.withResolvers<void>();
    ended = promise;
    try {
      yield* answer(message, stand?.port ?? {}, options, AbortSignal.any([signal, over.signal]));
    } finally {
      resolve();
    }
  }
  try {
    await stand.presenter.present(message, events(), leave);
  } finally {
    over.abort();
    await ended;
  }
}

async function* answer(
  message: Message,
  port: Stand['port'],
  { ask, log }: ServeOptions,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  let whole = message;
  try {
    if (port.prepare !== undefined) whole = await port.prepare(message, signal);
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ message: message.id, ...errorPlace(error) }, 'a message could not be prepared');
    yield { event: 'error', data: errorFor(error, languageOf(message.text)).toBody() };
    return;
  }
  yield* ask(whole, signal);
}
