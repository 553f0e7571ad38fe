import { setTimeout as delay } from 'node:timers/promises';
import { ExpertError } from '../experts/errors.ts';
import type { Prepare } from '../experts/pool.ts';
import { promptTokenBound } from '../experts/token-bound.ts';
import {
  EXCERPT_MIN_CHARACTERS,
  type Extent,
  excerptLimit,
  isFull,
  type Room,
  SUMMARY_MAX_TOKENS,
  summaryPrompt,
  turnsToFold,
} from './compaction.ts';
import type { StoredTurn } from './context.ts';
import { promptBudget } from './fit.ts';
import { LEFT_OUT_CHECK } from './prepare.ts';
import type { TurnParts } from './turn.ts';
import type { LiveTurn } from './turn-entries.ts';
import type { ConversationKey } from './types.ts';

/** A person who reads the answer is not kept waiting by the one slot that the summary would take. */
const EMBEDDED_QUIET_MS = 20_000;

interface GeneralRoom extends Room {
  readonly window: number;
  readonly model: string | null;
}

type Parts = Pick<TurnParts, 'experts' | 'contexts' | 'log' | 'metrics' | 'settingsStore'>;

/** Folds older turns into a summary after a turn, while nobody waits for it. */
export interface Compactor {
  /** Compacts the conversation if it has grown enough; null = its extent is not known. Never throws. */
  consider(key: ConversationKey, extent: Extent | null): Promise<void>;
  /** Resolves once nothing runs. */
  settled(): Promise<void>;
  /** Aborts what runs and waits for it. */
  close(): Promise<void>;
}

/** @param withLock runs a short job while no turn of the conversation runs */
export function createCompactor(
  { experts, contexts, log, metrics, settingsStore }: Parts,
  withLock: (key: ConversationKey, job: () => Promise<boolean>) => Promise<boolean>,
): Compactor {
  const closing = new AbortController();
  const running = new Map<ConversationKey, Promise<void>>();

  /** What general has room for, within what is set for the conversation; null while it is not there. */
  async function roomOfGeneral(key: ConversationKey): Promise<GeneralRoom | null> {
    const general = experts.statuses().find(({ name }) => name === 'general');
    if (general?.window == null) return null;
    const { modelUsed: model, state, window } = general;
    const { contextTokens } = await settingsStore.load(key);
    const budget = Math.min(promptBudget(window, null), contextTokens ?? Number.POSITIVE_INFINITY);
    return { model, window, budget, embedded: state === 'embedded' };
  }

  /** The model works on turns that no longer change, so the conversation goes on meanwhile. */
  async function compact(key: ConversationKey, room: GeneralRoom): Promise<void> {
    if (room.embedded) await delay(EMBEDDED_QUIET_MS, undefined, { signal: closing.signal, ref: false });
    const { head, live } = await contexts.load(key);
    const tokens = head.counted?.tokens ?? tokensOf(live, room);
    let fold = turnsToFold(live, tokens, room);
    if (fold === 0) return;
    let limit = excerptLimit(live.slice(0, fold), tokens, room.window);
    let summary = '';
    const prepare: Prepare = async ({ engine, info }, signal) => {
      const room = info.window - SUMMARY_MAX_TOKENS;
      for (;;) {
        const messages = summaryPrompt(head.summary, live.slice(0, fold), limit);
        const fits =
          promptTokenBound(messages) <= room || (await engine.countTokens(messages, signal)) <= room;
        if (fits || (fold === 1 && limit === EXCERPT_MIN_CHARACTERS)) {
          const sampling = { temperature: 0.2 };
          return { messages, maxTokens: SUMMARY_MAX_TOKENS, sampling, background: true };
        }
        // The count that the limit was made from may be of a prompt that had left most of these turns out.
        if (limit > EXCERPT_MIN_CHARACTERS) limit = Math.max(EXCERPT_MIN_CHARACTERS, Math.floor(limit / 2));
        else fold = Math.ceil(fold / 2);
      }
    };
    for await (const event of experts.stream('general', prepare, closing.signal)) {
      if (event.type === 'text') summary += event.delta;
    }
    const text = summary.trim();
    const written =
      text !== '' && (await withLock(key, () => contexts.compact(key, head, endOf(live, fold), text)));
    metrics.compactions.inc({ outcome: written ? 'done' : 'dropped' });
    log.info({ turns: fold, written }, 'older turns folded into the summary');
  }

  async function compactIfFull(key: ConversationKey, extent: Extent | null): Promise<void> {
    const room = await roomOfGeneral(key);
    if (room === null) return;
    // Most turns end here, without reading the conversation once more.
    if (extent === null || isFull(extent, room)) await compact(key, room);
  }

  async function settled(): Promise<void> {
    await Promise.all(running.values());
  }

  return {
    async consider(key, extent) {
      if (closing.signal.aborted || running.has(key)) return;
      const job = compactIfFull(key, extent)
        .catch((error: unknown) => {
          if (closing.signal.aborted) return;
          if (error instanceof ExpertError && error.code === 'preempted') {
            metrics.compactions.inc({ outcome: 'gave_way' });
            return;
          }
          // The turns stay where they are; the next turn tries again.
          metrics.compactions.inc({ outcome: 'failed' });
          log.warn({ err: error }, 'older turns could not be summarised');
        })
        .finally(() => running.delete(key));
      running.set(key, job);
      await job;
    },
    settled,
    async close() {
      closing.abort();
      await settled();
    },
  };
}

/** The index behind the first `fold` turns; the places of removed turns are empty. */
function endOf(live: readonly LiveTurn[], fold: number): number {
  return (live[fold - 1]?.index ?? -1) + 1;
}

/** In any language, a token is hardly shorter. */
const CHARACTERS_PER_TOKEN = 2;

/** The size of the conversation where the server's count is of a prompt that had left turns out, or of none. */
function tokensOf(live: readonly StoredTurn[], { budget, model }: GeneralRoom): number {
  const last = live.at(-1)?.receipt;
  if (last === undefined) return 0;
  const leftOut = last.checks.some(({ name }) => name === LEFT_OUT_CHECK);
  if (leftOut && last.model_used === model) return budget;
  // What did not fit a smaller model, or was not shown to one, says nothing of general.
  const characters = live.reduce((sum, { receipt, text }) => sum + text.length + receipt.response.length, 0);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
