import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Feedback } from '../feedback/feedback.ts';
import type { Ledger } from '../stores/types.ts';
import type { Switchboard } from '../switchboard.ts';
import type { Extent } from './compaction.ts';
import { createCompactor } from './compactor.ts';
import { runCompletion } from './complete.ts';
import { askAgain, toKept, toRecord, whichTurn } from './find-turn.ts';
import { runInfill } from './infill.ts';
import { type Claimant, leaseConversation } from './lease.ts';
import { createLocks } from './lock.ts';
import { isTurnOf } from './place.ts';
import { routeMessage, runTurn, type TurnParts } from './turn.ts';
import type { AnswerEvent, ConversationKey, Message } from './types.ts';
import { errorFor, languageOf } from './wording.ts';

export interface ConversationParts extends TurnParts {
  /** Where conversations are claimed among processes. */
  readonly ledger: Ledger;
  /** In whose name. Default: a name of its own, which knows of no dead ones. */
  readonly claimant?: Claimant | undefined;
  readonly feedback: Feedback;
}

/** The conversation part of a Switchboard, and its end. */
export interface Conversations
  extends Pick<
    Switchboard,
    | 'ask'
    | 'complete'
    | 'infill'
    | 'route'
    | 'turns'
    | 'keptTurns'
    | 'keptAsks'
    | 'sizes'
    | 'findText'
    | 'forget'
    | 'findTurn'
    | 'again'
    | 'removeTurn'
    | 'settings'
    | 'changeSettings'
    | 'forgetSettings'
    | 'judgeTurn'
  > {
  /** Resolves once no summary is being made. */
  settled(): Promise<void>;
  /** Ends background work and waits for it, and for turns whose callers were cut off to be stored. */
  close(): Promise<void>;
}

/** How long turns that were stopped a moment ago may take to store what was written. */
const TIDY_UP_MS = 500;

/** Turns under the lock of their conversation, with compaction behind them. */
export function createConversations(parts: ConversationParts): Conversations {
  const { asks, contexts, feedback, ledger, log, router, settingsStore } = parts;
  const locks = createLocks();
  const claimant = parts.claimant ?? { id: randomUUID(), dead: [] };
  const closing = new AbortController();
  const compactor = createCompactor(parts, withLock);

  /** The conversation, for this process and among all that share the store. */
  async function hold(key: ConversationKey, signal: AbortSignal): Promise<() => Promise<void>> {
    const release = await locks.acquire(key, signal);
    try {
      const endLease = await leaseConversation(ledger, key, claimant, signal);
      // A lease that cannot be given back runs out by itself.
      return () =>
        endLease()
          .catch((error) => log.warn({ err: error }, 'lease not released'))
          .finally(release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async function withLock<T>(key: ConversationKey, job: () => Promise<T>): Promise<T> {
    const release = await hold(key, closing.signal);
    return job().finally(release);
  }

  async function* ask(message: Message, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    const ahead = locks.ahead(message.conversation);
    if (ahead > 0) yield { event: 'queue', data: { position: ahead } };
    let release: () => Promise<void>;
    try {
      release = await hold(message.conversation, signal);
    } catch (error) {
      // Given up while it waited for the turn before it: nothing was shown, nothing is lost.
      if (signal.aborted) return;
      log.error({ err: error }, 'a conversation could not be claimed');
      yield { event: 'error', data: errorFor(error, languageOf(message.text)).toBody() };
      return;
    }
    let extent: Extent | null = null;
    try {
      extent = yield* runTurn(message, parts, signal);
    } finally {
      await release();
      void compactor.consider(message.conversation, extent);
    }
  }

  return {
    ask,
    complete: (request, signal) => runCompletion(request, parts, signal),
    infill: (request, signal) => runInfill(request, parts, signal),
    async route(message) {
      const context = await contexts.load(message.conversation);
      const { expert } = await settingsStore.load(message.conversation);
      return routeMessage(message, context, expert, router, closing.signal);
    },
    async turns(conversation) {
      return (await contexts.all(conversation))?.map(toRecord) ?? null;
    },
    async keptTurns(conversation, user) {
      const turns = (await contexts.all(conversation))?.map(toKept) ?? null;
      if (turns === null) return null;
      const ids = turns.map(({ id }) => id);
      const verdicts = await feedback.verdicts(ids, user);
      return turns.map((turn, index) => ({ ...turn, verdict: verdicts[index] ?? null }));
    },
    keptAsks: asks.all,
    sizes: contexts.sizes,
    async findText(conversation, matches) {
      const turn = await contexts.find(conversation, ({ receipt, text }) => matches(text, receipt.response));
      return turn === null ? null : toKept(turn);
    },
    forget: (conversation) =>
      withLock(conversation, async () => {
        await asks.forget(conversation);
        return contexts.forget(conversation);
      }),
    async findTurn(conversation, which) {
      const turn = await contexts.find(conversation, whichTurn(which));
      return turn === null ? null : toKept(turn);
    },
    again: (conversation, which, change) => askAgain(conversation, which, change, parts),
    async removeTurn(conversation, id) {
      const removed = await withLock(conversation, async () => {
        const turn = await contexts.find(conversation, isTurnOf(id));
        const dropped = await asks.drop(conversation, [id, ...(turn === null ? [] : [turn.messageId])]);
        return (turn !== null && (await contexts.remove(conversation, turn.index))) || dropped;
      });
      // Where a summary went with it, another one is due.
      if (removed) void compactor.consider(conversation, null);
      return removed;
    },
    async judgeTurn(conversation, id, user, verdict) {
      const turn = await contexts.find(conversation, isTurnOf(id));
      if (turn !== null) await feedback.note(turn, user, verdict);
      return turn !== null;
    },
    settings: settingsStore.load,
    changeSettings: settingsStore.change,
    forgetSettings: settingsStore.forget,
    settled: compactor.settled,
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
