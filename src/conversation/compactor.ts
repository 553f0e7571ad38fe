import { excerptLimit, SUMMARY_MAX_TOKENS, summaryPrompt, turnsToFold } from './compaction.ts';
import type { StoredTurn } from './context.ts';
import { promptBudget } from './fit.ts';
import { LEFT_OUT_CHECK, type TurnParts } from './turn.ts';
import type { ConversationKey } from './types.ts';

type Parts = Pick<TurnParts, 'experts' | 'contexts' | 'log' | 'metrics'>;

/** Folds older turns into a summary after a turn, while nobody waits for it. */
export interface Compactor {
  /** Looks whether the conversation has grown enough, and compacts it if so. Never throws. */
  consider(key: ConversationKey): Promise<void>;
  /** Aborts what runs and waits for it. */
  close(): Promise<void>;
}

/** @param withLock runs a short job while no turn of the conversation runs */
export function createCompactor(
  { experts, contexts, log, metrics }: Parts,
  withLock: (key: ConversationKey, job: () => Promise<boolean>) => Promise<boolean>,
): Compactor {
  const closing = new AbortController();
  const running = new Map<ConversationKey, Promise<void>>();

  /** The model works on turns that no longer change, so the conversation goes on meanwhile. */
  async function compact(key: ConversationKey): Promise<void> {
    const { head, live } = await contexts.load(key);
    const window = experts.statuses().find(({ name }) => name === 'general')?.window ?? null;
    if (window === null || live.length === 0) return;
    const budget = promptBudget(window, null);
    const tokens = head.counted?.tokens ?? tokensOf(live.at(-1), budget);
    const fold = turnsToFold({ turns: live, tokens, budget });
    if (fold === 0) return;
    const old = live.slice(0, fold);
    const limit = excerptLimit(old, tokens, window);
    let summary = '';
    const prepare = async () => ({
      messages: summaryPrompt(head.summary, old, limit),
      maxTokens: SUMMARY_MAX_TOKENS,
      sampling: { temperature: 0.2 },
      background: true,
    });
    for await (const event of experts.stream('general', prepare, closing.signal)) {
      if (event.type === 'text') summary += event.delta;
    }
    const text = summary.trim();
    const written =
      text !== '' && (await withLock(key, () => contexts.compact(key, head.epoch, head.from + fold, text)));
    metrics.compactions.inc({ outcome: written ? 'done' : 'dropped' });
    log.info({ turns: fold, written }, 'older turns folded into the summary');
  }

  return {
    async consider(key) {
      if (closing.signal.aborted || running.has(key)) return;
      const job = compact(key)
        .catch((error: unknown) => {
          if (closing.signal.aborted) return;
          // The turns stay where they are; the next turn tries again.
          metrics.compactions.inc({ outcome: 'failed' });
          log.warn({ err: error }, 'older turns could not be summarised');
        })
        .finally(() => running.delete(key));
      running.set(key, job);
      await job;
    },
    async close() {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}

/** The size of the conversation where the server's count is of a prompt that had left turns out, or of none. */
function tokensOf(last: StoredTurn | undefined, budget: number): number {
  if (last === undefined) return 0;
  const leftOut = last.receipt.checks.some(({ name }) => name === LEFT_OUT_CHECK);
  const { prompt_tokens, completion_tokens } = last.receipt.usage;
  return leftOut ? budget : prompt_tokens + completion_tokens;
}
