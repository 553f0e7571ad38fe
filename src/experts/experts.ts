import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config/types.ts';
import { EXPERTS, type ExpertName } from '../conversation/types.ts';
import type { ExpertStatus, Readiness } from '../switchboard.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { EmbeddedEngine } from './embedded/engine.ts';
import { ExpertError, TooLongError } from './errors.ts';
import { createNllbEngine } from './nllb/client.ts';
import { createOpenAiEngine, type Patience } from './openai/client.ts';
import { createPool, type Pool, type PoolEvent, type Prepare } from './pool.ts';
import { PROFILE_IDS, profileFor } from './profiles/index.ts';
import { mayFailOver } from './retry.ts';

const PROBE_EVERY_MS = 10_000;

export type ExpertEvent =
  | PoolEvent
  /** Who plays; comes before everything else, and again when general takes over. */
  | { readonly type: 'player'; readonly expert: ExpertName; readonly degraded: string | null };

export interface Needs {
  /** There are pictures to look at. */
  readonly eyes: boolean;
  /** False: general cannot do this in the expert's stead. */
  readonly standIn?: boolean;
}

/** Who plays which expert, and the way to them. */
export interface Experts {
  /** Begins to look for the endpoints and to load the embedded model; resolves after the first look. */
  start(): Promise<void>;
  /**
   * The answer of `wanted`, or of general when it plays that expert or has to stand in for it before the first
   * token. Throws ExpertError, or the signal's reason.
   */
  stream(
    wanted: ExpertName,
    prepare: Prepare,
    signal: AbortSignal,
    needs?: Needs,
  ): AsyncGenerator<ExpertEvent>;
  statuses(): readonly ExpertStatus[];
  readiness(): Readiness;
  /** One line per configured endpoint for the start-up report. */
  report(): readonly string[];
  close(): Promise<void>;
}

export interface ExpertsOptions {
  readonly config: Pick<Config, 'experts'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Null when a general endpoint is configured or the embedded engine is off. */
  readonly embedded: EmbeddedEngine | null;
  readonly patience?: Partial<Patience>;
}

interface Player {
  /** Whose endpoints answer. */
  readonly expert: ExpertName;
  /** As whom. */
  readonly named: ExpertName;
  readonly pool: Pool;
  readonly degraded: string | null;
}

export function createExperts({ config, log, metrics, embedded, patience }: ExpertsOptions): Experts {
  const closing = new AbortController();
  const pools = new Map<ExpertName, Pool>();
  for (const name of EXPERTS) {
    const endpoint = config.experts[name];
    if (endpoint === undefined) continue;
    const { apiKey, kind, model, urls } = endpoint;
    const profile = kind === 'nllb' ? 'nllb' : endpoint.profile;
    if (profile !== null && !PROFILE_IDS.includes(profile)) {
      const known = PROFILE_IDS.join(', ');
      log.warn(`EXPERT_${name.toUpperCase()}_PROFILE: there is no profile “${profile}”; known: ${known}`);
    }
    const create = kind === 'nllb' ? createNllbEngine : createOpenAiEngine;
    const engines = urls.map((url) => create({ url, apiKey, model, ...(patience && { patience }) }));
    pools.set(
      name,
      createPool(engines, log, metrics, (info) => profileFor(info, profile)),
    );
  }
  if (!pools.has('general') && embedded !== null) {
    pools.set(
      'general',
      createPool([embedded], log, metrics, (info) => profileFor(info, null, true)),
    );
  }

  function playerOf(wanted: ExpertName): Player {
    const own = pools.get(wanted);
    if (own !== undefined) return { expert: wanted, named: wanted, pool: own, degraded: null };
    const general = pools.get('general');
    if (general === undefined) throw new ExpertError('no_model', 'general', NO_EXPERT);
    // An expert that nobody configured is played by general: that is how it is meant, not a degradation.
    return { expert: 'general', named: wanted, pool: general, degraded: null };
  }

  /** A picture goes to those who can see, whoever was asked for. */
  function seeing(wanted: ExpertName): Player {
    const pool = pools.get('vision');
    if (pool === undefined) throw new ExpertError('no_model', 'vision', 'is not configured');
    const degraded = wanted === 'vision' ? null : `${wanted} cannot see pictures; vision answered`;
    return { expert: 'vision', named: 'vision', pool, degraded };
  }

  async function* stream(
    wanted: ExpertName,
    prepare: Prepare,
    signal: AbortSignal,
    needs: Needs = { eyes: false },
  ): AsyncGenerator<ExpertEvent> {
    const player = needs.eyes ? seeing(wanted) : playerOf(wanted);
    yield { type: 'player', expert: player.named, degraded: player.degraded };
    let begun = false;
    try {
      for await (const event of player.pool.stream(prepare, signal)) {
        begun ||= event.type === 'text';
        yield event;
      }
    } catch (error) {
      const standIn = pools.get('general');
      const alone = needs.eyes || needs.standIn === false;
      const stays = begun || alone || player.expert === 'general' || standIn === undefined;
      const reason = whyFailedOver(error);
      if (stays || reason === null) throw error;
      yield { type: 'player', expert: 'general', degraded: `${wanted} ${reason}; general answered` };
      yield* standIn.stream(prepare, signal);
    }
  }

  async function probeForEver(): Promise<void> {
    const { signal } = closing;
    while (!signal.aborted) {
      await delay(PROBE_EVERY_MS, undefined, { signal, ref: false });
      await Promise.all([...pools.values()].filter(isRemote).map((pool) => pool.probe(signal)));
    }
  }

  return {
    async start() {
      const { signal } = closing;
      if (pools.size === 0) log.warn(NO_EXPERT);
      // The embedded model takes its time; whether it can be had is told by its status.
      embedded?.ready(signal).then(
        () => pools.get('general')?.probe(signal),
        () => {},
      );
      await Promise.all([...pools.values()].filter(isRemote).map((pool) => pool.probe(signal)));
      probeForEver().catch(() => {});
    },
    stream,
    statuses: () => EXPERTS.map((name) => statusOf(name, pools, embedded)),
    readiness() {
      const up = [...pools.values()].some((pool) => isRemote(pool) && stateOf(pool) === 'up');
      if (up) return { ready: true, detail: 'An expert can answer.', progress: null };
      if (embedded !== null) return embedded.status();
      const detail = pools.size > 0 ? 'No expert endpoint answers at the moment.' : NO_EXPERT;
      return { ready: false, detail, progress: null };
    },
    report: () => [...reportEndpoints(pools), ...reportPlayed(pools)],
    async close() {
      closing.abort();
      await Promise.all(
        [...pools.values()].flatMap((pool) => pool.endpoints.map(({ engine }) => engine.close())),
      );
    },
  };
}

function reportEndpoints(pools: ReadonlyMap<ExpertName, Pool>): string[] {
  return [...pools].flatMap(([name, { endpoints }]) =>
    endpoints.map(({ engine, info, state, trouble }) => {
      if (engine.embedded) return `${name}: embedded model`;
      const model = info === null ? 'model not known yet' : `${info.model}, ${info.window} tokens`;
      return `${name}: ${model}, at ${engine.name}, ${state}${trouble === null ? '' : ` (${trouble})`}`;
    }),
  );
}

function reportPlayed(pools: ReadonlyMap<ExpertName, Pool>): string[] {
  if (!pools.has('general')) return [`general: none. ${NO_EXPERT}`];
  const played = EXPERTS.filter((name) => name !== 'vision' && !pools.has(name));
  return [
    ...(played.length === 0 ? [] : [`${played.join(', ')}: played by general`]),
    ...(pools.has('vision') ? [] : ['vision: off, pictures need EXPERT_VISION_URL']),
  ];
}

const NO_EXPERT =
  'No model is configured. Set EXPERT_GENERAL_URL=http://host:8000/v1, or EMBEDDED_MODEL=/path/to/model.gguf.';

/** In words why general stands in; null when the expert is not at fault. */
function whyFailedOver(error: unknown): string | null {
  if (error instanceof TooLongError) return `takes only ${error.room} tokens`;
  if (!(error instanceof ExpertError) || !mayFailOver(error)) return null;
  return WHY[error.code] ?? 'failed';
}

const WHY: Partial<Record<ExpertError['code'], string>> = {
  unreachable: 'is down',
  timeout: 'did not answer in time',
  overloaded: 'is full',
  unauthorized: 'refused the key',
  model_not_found: 'does not serve its model',
};

function isRemote(pool: Pool): boolean {
  return pool.endpoints.every(({ engine }) => !engine.embedded);
}

function stateOf(pool: Pool): 'up' | 'down' {
  return pool.endpoints.some((endpoint) => endpoint.state === 'up') ? 'up' : 'down';
}

function statusOf(
  name: ExpertName,
  pools: ReadonlyMap<ExpertName, Pool>,
  embedded: EmbeddedEngine | null,
): ExpertStatus {
  const own = pools.get(name);
  const pool = own ?? pools.get('general');
  if (pool === undefined) return { name, modelUsed: null, window: null, state: 'down' };
  const up = pool.endpoints.find((endpoint) => endpoint.state === 'up') ?? pool.endpoints[0];
  const state = stateOf(pool);
  const isEmbedded = name === 'general' && embedded?.status().ready === true && own !== undefined;
  return {
    name,
    modelUsed: up?.info?.model ?? null,
    window: up?.info?.window ?? null,
    state: isEmbedded ? 'embedded' : own === undefined && state === 'up' ? 'played_by_general' : state,
  };
}
