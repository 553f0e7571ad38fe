import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { createAccess } from './access/create.ts';
import { composeJudge } from './compose-judge.ts';
import type { Config } from './config/types.ts';
import { createAsks } from './conversation/asks.ts';
import { createContextStore } from './conversation/context.ts';
import { createConversations } from './conversation/conversations.ts';
import { createSettingsStore } from './conversation/settings-store.ts';
import { systemClock } from './delivery/clock.ts';
import { createDelivery } from './delivery/delivery.ts';
import type { Inbox } from './delivery/inbox.ts';
import { createLedgerOutbox } from './delivery/ledger-outbox.ts';
import type { PlatformPort } from './delivery/platform-port.ts';
import { createButtons } from './delivery/signed-buttons.ts';
import { signingSecret } from './delivery/signing-secret.ts';
import { createEmbeddedEngine } from './experts/embedded/engine.ts';
import { findModel } from './experts/embedded/find-model.ts';
import { type BarStream, createProgressBar } from './experts/embedded/progress-bar.ts';
import { createExperts, type Experts } from './experts/experts.ts';
import type { Patience } from './experts/openai/client.ts';
import { createFeedback } from './feedback/feedback.ts';
import { weightsInUse } from './learned-weights.ts';
import { createClassifier } from './routing/classifier.ts';
import { createDescriber } from './routing/describe.ts';
import { createDetector } from './routing/plans/detect.ts';
import { createRouter } from './routing/router.ts';
import { weightsUrl } from './routing/weights.ts';
import { openStores } from './stores/open.ts';
import type { Switchboard } from './switchboard.ts';
import { createMetrics } from './telemetry/metrics.ts';

export interface ComposeOptions {
  readonly config: Config;
  readonly log: Logger;
  /** The inbox belongs to the process that serves the platforms; one-turn commands have none. */
  readonly inbox: Inbox | null;
  /** Where it is shown how the embedded model is looked for, fetched and loaded. */
  readonly progressTo: BarStream;
  readonly patience?: Partial<Patience>;
  /** Milliseconds that a turn waits for the judge. */
  readonly judgeBudgetMs?: number;
}

export interface Composed extends Switchboard {
  readonly report: Experts['report'];
  /** Begins to answer what is in the inbox, first what an earlier process left behind. Once per process. */
  deliver(ports: readonly PlatformPort[]): void;
  /** Waits for the embedded model, where it is wanted; throws ExpertError when it cannot be had. */
  modelReady(signal: AbortSignal): Promise<void>;
  /** Resolves once no summary is being made: for processes that end after one turn. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts the parts together: config → stores, experts, routing, conversations. No adapter, no signal handling.
 *
 * @throws Error with a sentence for the operator when a store cannot be opened
 */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const { config, log, inbox } = options;
  const metrics = createMetrics();
  const stores = await openStores(config);
  const wantsEmbedded = config.experts.general === undefined && config.embeddedModel !== 'off';
  const { dataDir, embeddedModel, hubUrl } = config;
  const embedded = wantsEmbedded
    ? createEmbeddedEngine({
        findModel: (signal, onStatus) => findModel({ embeddedModel, dataDir, hubUrl, signal, onStatus }),
        log,
        onStatus: createProgressBar(options.progressTo),
      })
    : null;
  const experts = createExperts({
    config,
    log,
    metrics,
    embedded,
    ...(options.patience && { patience: options.patience }),
  });
  const weights = await weightsInUse(dataDir, await readFile(weightsUrl), log);
  const classifier = createClassifier(weights);
  const judge = await composeJudge({ config, experts, log, metrics, budgetMs: options.judgeBudgetMs });
  const router = createRouter({
    classifier,
    threshold: config.router.threshold,
    judge,
    note: (outcome) => metrics.judgeCalls.inc({ outcome }),
  });
  const feedback = createFeedback({
    opinions: stores.cache('opinions'),
    corrections: stores.cache('corrections'),
    learn: config.router.learn,
    describe: createDescriber(weights),
    secret: () => signingSecret(config.signingSecret, stores.ledger),
    metrics,
  });
  const conversations = createConversations({
    feedback,
    asks: createAsks(stores.cache('asks')),
    settingsStore: createSettingsStore(stores.cache('settings')),
    contexts: createContextStore(stores.cache('context')),
    detectSeveral: createDetector(classifier),
    experts,
    ledger: stores.ledger,
    claimant: inbox?.claimant,
    log,
    logText: config.log.text,
    metrics,
    router,
  });
  const delivery = createDelivery({
    inbox: inbox ?? noInbox,
    outbox: createLedgerOutbox(stores.ledger),
    clock: systemClock,
    metrics,
    log,
  });
  await experts.start();

  const { ask, complete, infill, route, turns, forget } = conversations;
  const { findTurn, again, removeTurn, settings, changeSettings, judgeTurn } = conversations;
  const { keptTurns, keptAsks, sizes, findText, forgetSettings } = conversations;
  return {
    config,
    log,
    metrics,
    stores,
    inbox: inbox ?? noInbox,
    answers: delivery.answers,
    deliver: (ports) => delivery.start(ports, ask),
    ask,
    complete,
    infill,
    route,
    turns,
    keptTurns,
    keptAsks,
    sizes,
    findText,
    forget,
    findTurn,
    again,
    removeTurn,
    settings,
    changeSettings,
    forgetSettings,
    judgeTurn,
    access: createAccess(config, stores.ledger),
    buttons: createButtons(config.signingSecret, stores.ledger),
    experts: async () => experts.statuses(),
    readiness: experts.readiness,
    report: experts.report,
    settled: conversations.settled,
    modelReady: async (signal) => embedded?.ready(signal),
    async close() {
      await conversations.close();
      await experts.close();
      await stores.close();
    },
  };
}

/** One-turn commands receive from no platform; an adapter that tried would be a mistake in the program. */
const noInbox: Inbox = {
  accept: () => Promise.reject(new Error('this process serves no platform')),
  start() {},
  cancel: async () => false,
  depth: async () => 0,
  async stop() {},
};
