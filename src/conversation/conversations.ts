import { setTimeout as delay } from 'node:timers/promises';
import type { Switchboard, TurnRecord } from '../switchboard.ts';
import type { Extent } from './compaction.ts';
import { createCompactor } from './compactor.ts';
import { runCompletion } from './complete.ts';
import type { StoredTurn } from './context.ts';
import { createLocks } from './lock.ts';
import { routeMessage, runTurn, type TurnParts } from './turn.ts';
import type { AnswerEvent, ConversationKey, Message } from './types.ts';

/** The conversation part of a Switchboard, and its end. */
export interface Conversations extends Pick<Switchboard, 'ask' | 'complete' | 'route' | 'turns' | 'forget'> {
  /** Ends background work and waits for it, and for turns whose callers were cut off to be stored. */
  close(): Promise<void>;
}

/** How long turns that were stopped a moment ago may take to store what was written. */
const TIDY_UP_MS = 500;

/** Turns under the lock of their conversation, with compaction behind them. */
export function createConversations(parts: TurnParts): Conversations {
  const { contexts, router } = parts;
  const locks = createLocks();
  const closing = new AbortController();
  const withLock = <T>(key: ConversationKey, job: () => Promise<T>) => locks.run(key, closing.signal, job);
  const compactor = createCompactor(parts, withLock);

  async function* ask(message: Message, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    let release: () => void;
    try {
      release = await locks.acquire(message.conversation, signal);
    } catch {
      // Given up while it waited for the turn before it: nothing was shown, nothing is lost.
      return;
    }
    let extent: Extent | null = null;
    try {
      extent = yield* runTurn(message, parts, signal);
    } finally {
      release();
      void compactor.consider(message.conversation, extent);
    }
  }

  return {
    ask,
    complete: (request, signal) => runCompletion(request, parts, signal),
    async route(message) {
      return routeMessage(message, await contexts.load(message.conversation), router);
    },
    async turns(conversation) {
      return (await contexts.all(conversation))?.map(toRecord) ?? null;
    },
    forget: (conversation) => withLock(conversation, () => contexts.forget(conversation)),
    async close() {
      // First, so that no summary waits for a turn to end before it is stored.
      closing.abort();
      await compactor.close();
      const timer = new AbortController();
      const late = delay(TIDY_UP_MS, undefined, { signal: timer.signal }).catch(() => {});
      await Promise.race([locks.idle(), late]);
      timer.abort();
    },
  };
}

function toRecord({ author, text, receipt }: StoredTurn): TurnRecord {
  const { id, timestamp, response, route, model_used, finish } = receipt;
  return {
    id,
    timestamp,
    author,
    text,
    response,
    expert: route.expert,
    model_used,
    stopped: finish === 'stopped',
  };
}
