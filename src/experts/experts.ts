import { setTimeout as delay } from 'node:timers/promises';
import { EXPERTS, type ExpertName } from '../conversation/types.ts';
import type { ExpertStatus, Readiness } from '../switchboard.ts';
import { type Choose, createChoose } from './choose.ts';
import { withDeadline } from './deadline.ts';
import { createEmbed } from './embed.ts';
import { ExpertError, TooLongError } from './errors.ts';
import { whyFailedOver } from './fail-over.ts';
import { DEFAULT_PATIENCE } from './openai/client.ts';
import type { Embedder } from './openai/embeddings.ts';
import type { Pool, PoolEvent, Prepare } from './pool.ts';
import { createPools, type PoolsOptions } from './pools.ts';
import { type RepairCall, type RepairRequest, repairWith } from './repair.ts';
import { isRemote, NO_EXPERT, readinessOf, reportOf, statusOf } from './status.ts';

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
   * token; all of it within the deadline of a turn. Throws ExpertError, or the signal's reason.
   */
  stream(
    wanted: ExpertName,
    prepare: Prepare,
    signal: AbortSignal,
    needs?: Needs,
  ): AsyncGenerator<ExpertEvent>;
  /**
   * Broken JSON, mended by the repair model; where there is none, or it fails or is too small, by general.
   * Nothing is verified: the caller checks the result. Throws ExpertError, TooLongError, or the signal's reason.
   * `note` is told of every call that came to its end.
   */
  repair(request: RepairRequest, signal: AbortSignal, note?: (call: RepairCall) => void): Promise<string>;
  /** One vector a text, in their order. Throws ExpertError (`no_model`: not configured), or the signal's reason. */
  embed: Embedder['embed'];
  /** The general model's choice among a few labels; null when no general endpoint is up, and always when it is embedded. */
  choose: Choose;
  statuses(): readonly ExpertStatus[];
  readiness(): Readiness;
  /** One line per configured endpoint for the start-up report. */
  report(): readonly string[];
  close(): Promise<void>;
}

export type ExpertsOptions = PoolsOptions;

interface Player {
  /** As whom it answers. */
  readonly named: ExpertName;
  readonly pool: Pool;
  readonly degraded: string | null;
}

export function createExperts(options: ExpertsOptions): Experts {
  const { config, embedded, log, patience } = options;
  const { deadlineMs } = { ...DEFAULT_PATIENCE, ...patience };
  const closing = new AbortController();
  const pools = createPools(options);
  const remote = [...pools.values()].filter(isRemote);

  function playerOf(wanted: ExpertName): Player {
    // An expert that nobody configured is played by general: that is how it is meant, not a degradation.
    const pool = pools.get(wanted) ?? pools.get('general');
    if (pool === undefined) throw new ExpertError('no_model', 'general', NO_EXPERT);
    return { named: wanted, pool, degraded: null };
  }

  /** A picture goes to those who can see, whoever was asked for. */
  function seeing(wanted: ExpertName): Player {
    const blind = (named: ExpertName) => `${wanted} cannot see pictures; ${named} answered`;
    const vision = pools.get('vision');
    if (vision !== undefined) {
      return { named: 'vision', pool: vision, degraded: wanted === 'vision' ? null : blind('vision') };
    }
    const general = pools.get('general');
    const own = pools.get(wanted) ?? general;
    if (own?.sees()) return { named: wanted, pool: own, degraded: null };
    if (general?.sees()) return { named: 'general', pool: general, degraded: blind('general') };
    throw new ExpertError('no_model', 'vision', 'is not configured');
  }

  async function* play(
    wanted: ExpertName,
    prepare: Prepare,
    signal: AbortSignal,
    { eyes, standIn = true }: Needs,
  ): AsyncGenerator<ExpertEvent> {
    const { degraded, named, pool } = eyes ? seeing(wanted) : playerOf(wanted);
    yield { type: 'player', expert: named, degraded };
    let begun = false;
    try {
      for await (const event of pool.stream(prepare, signal)) {
        begun ||= event.type === 'text';
        yield event;
      }
    } catch (error) {
      const general = pools.get('general');
      const reason = whyFailedOver(error);
      const mayTakeOver = standIn && general !== pool && (!eyes || general?.sees());
      if (begun || reason === null || general === undefined || !mayTakeOver) throw error;
      yield { type: 'player', expert: 'general', degraded: `${wanted} ${reason}; general answered` };
      yield* general.stream(prepare, signal);
    }
  }

  async function* repaired(
    request: RepairRequest,
    note: (call: RepairCall) => void,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const own = pools.get('repair');
    const general = pools.get('general');
    if (own !== undefined) {
      try {
        yield await repairWith(own, request, note, signal);
        return;
      } catch (error) {
        // Nobody has seen anything of it, so general may begin anew whatever went wrong.
        const failed = error instanceof ExpertError || error instanceof TooLongError;
        if (!failed || general === undefined) throw error;
      }
    }
    if (general === undefined) throw new ExpertError('no_model', 'general', NO_EXPERT);
    yield await repairWith(general, request, note, signal);
  }

  const embedPool = pools.get('embed');
  const { embed: embedConfig } = config.experts;
  const embed =
    embedPool === undefined || embedConfig === undefined
      ? async () => {
          throw new ExpertError('no_model', 'embed', NO_EMBED);
        }
      : createEmbed(embedPool, embedConfig, patience);

  const generalPool = pools.get('general');
  const { general: generalConfig } = config.experts;
  const choose: Choose =
    generalPool === undefined || generalConfig?.kind !== 'openai'
      ? async () => null
      : createChoose(generalPool, generalConfig, patience);

  async function probeForEver(): Promise<void> {
    const { signal } = closing;
    while (!signal.aborted) {
      await delay(PROBE_EVERY_MS, undefined, { signal, ref: false });
      await Promise.all(remote.map((pool) => pool.probe(signal)));
    }
  }

  return {
    async start() {
      const { signal } = closing;
      if (!EXPERTS.some((name) => pools.has(name))) log.warn(NO_EXPERT);
      // The embedded model takes its time; whether it can be had is told by its status.
      embedded?.ready(signal).then(
        () => pools.get('general')?.probe(signal),
        () => {},
      );
      await Promise.all(remote.map((pool) => pool.probe(signal)));
      probeForEver().catch(() => {});
    },
    stream: (wanted, prepare, signal, needs = { eyes: false }) =>
      withDeadline(wanted, deadlineMs, signal, isText, (limited) => play(wanted, prepare, limited, needs)),
    async repair(request, signal, note = () => {}) {
      const attempts = (limited: AbortSignal) => repaired(request, note, limited);
      let mended = '';
      for await (const text of withDeadline('repair', deadlineMs, signal, () => false, attempts))
        mended = text;
      return mended;
    },
    embed,
    choose,
    statuses: () => EXPERTS.map((name) => statusOf(name, pools, embedded)),
    readiness: () => readinessOf(pools, embedded),
    report: () => reportOf(pools),
    async close() {
      closing.abort();
      await Promise.all(
        [...pools.values()].flatMap((pool) => pool.endpoints.map(({ engine }) => engine.close())),
      );
    },
  };
}

const NO_EMBED =
  'No embedding model is configured. Set EXPERT_EMBED_URL=http://host:8000/v1 to a server with --runner pooling.';

function isText({ type }: ExpertEvent): boolean {
  return type === 'text';
}
