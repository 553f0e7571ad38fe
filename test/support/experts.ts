import { pino } from 'pino';
import type { Config, EndpointName } from '../../src/config/types.ts';
import { createAsks } from '../../src/conversation/asks.ts';
import { createContextStore } from '../../src/conversation/context.ts';
import { createConversations } from '../../src/conversation/conversations.ts';
import { createSettingsStore } from '../../src/conversation/settings-store.ts';
import type { AnswerEvent, Route } from '../../src/conversation/types.ts';
import { createExperts } from '../../src/experts/experts.ts';
import type { Patience } from '../../src/experts/openai/client.ts';
import { createFeedback } from '../../src/feedback/feedback.ts';
import type { DetectSeveral } from '../../src/routing/plans/detect.ts';
import type { Router } from '../../src/routing/types.ts';
import { openStores } from '../../src/stores/open.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

/** A log whose lines a test can read. */
export function memoryLog(level = 'debug') {
  const lines: string[] = [];
  return { lines, log: pino({ level }, { write: (line: string) => lines.push(line) }) };
}

/** Sends `/EXPERT …` to that expert, and all else to general: predictable, with no model behind it. */
export const plainRouter: Router = async ({ forced, text }): Promise<Route> => {
  const named = /^\/(code|math|translate|structured|vision)\b/.exec(text)?.[1] as Route['expert'] | undefined;
  const expert = forced ?? named ?? 'general';
  return { expert, tier: 'rule', confidence: 1, scores: { [expert]: 1 }, reason: 'by name' };
};

export interface PartsOptions {
  /** Endpoint URLs of experts. */
  readonly urls: Partial<Record<EndpointName, readonly string[]>>;
  readonly patience?: Partial<Patience>;
  readonly storeUrl?: string;
  readonly model?: string | null;
  /** Level of the log that is kept; `silent` where memory is measured. */
  readonly logLevel?: string;
  readonly learn?: Config['router']['learn'];
  /** Where messages go that name no expert; by name, by default. */
  readonly router?: Router;
  readonly detectSeveral?: DetectSeveral;
}

/** The conversation part of a Switchboard over real stores and real engines; `close` ends all of it. */
export async function conversationParts(options: PartsOptions) {
  const { urls, patience, storeUrl, logLevel, model = null } = options;
  const { detectSeveral = () => null, learn = 'labels', router = plainRouter } = options;
  const { lines, log } = memoryLog(logLevel);
  const metrics = createMetrics();
  const endpoints = Object.entries(urls).map(([name, list]) => [
    name,
    { urls: list, model, profile: null, apiKey: null, kind: 'openai' },
  ]);
  const config = { experts: Object.fromEntries(endpoints) };
  const experts = createExperts({ config, log, metrics, embedded: null, ...(patience && { patience }) });
  const stores = await openStores({ storeUrl: storeUrl ?? 'sqlite::memory:', dataDir: '.' });
  const contexts = createContextStore(stores.cache('context'));
  const asks = createAsks(stores.cache('asks'));
  const settingsStore = createSettingsStore(stores.cache('settings'));
  const feedback = createFeedback({
    opinions: stores.cache('opinions'),
    corrections: stores.cache('corrections'),
    learn,
    describe: (text) => ({ version: 0, buckets: [text.length], values: [1] }),
    secret: async () => 'a secret of tests',
    metrics,
  });
  const conversations = createConversations({
    asks,
    contexts,
    feedback,
    settingsStore,
    experts,
    ledger: stores.ledger,
    log,
    logText: false,
    metrics,
    router,
    detectSeveral,
  });
  await experts.start();
  return {
    ...conversations,
    asks,
    contexts,
    feedback,
    settingsStore,
    stores,
    experts,
    metrics,
    lines,
    async close() {
      await conversations.close();
      await experts.close();
      await stores.close();
    },
  };
}

/** A turn's events with its text put together. */
export async function collect(events: AsyncIterable<AnswerEvent>) {
  const all: AnswerEvent[] = [];
  for await (const event of events) all.push(event);
  const last = all.at(-1);
  return {
    events: all,
    text: all.map(({ event, data }) => (event === 'text' ? data.delta : '')).join(''),
    receipt: last?.event === 'done' ? last.data : null,
    error: last?.event === 'error' ? last.data.error : null,
  };
}
