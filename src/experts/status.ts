import { EXPERTS, type ExpertName } from '../conversation/types.ts';
import type { ExpertStatus, Readiness } from '../switchboard.ts';
import type { EmbeddedEngine } from './embedded/engine.ts';
import type { Pool } from './pool.ts';
import type { Pools } from './pools.ts';

export const NO_EXPERT =
  'No model is configured. Set EXPERT_GENERAL_URL=http://host:8000/v1, or EMBEDDED_MODEL=/path/to/model.gguf.';

/** Without a vision endpoint, and with a general model that is not known to see. */
export const VISION_OFF = 'vision: off, pictures need EXPERT_VISION_URL';

export function isRemote(pool: Pool): boolean {
  return pool.endpoints.every(({ engine }) => !engine.embedded);
}

/** In tokens; null where it is not known, or there is none. */
function windowOf(tokens: number | undefined): number | null {
  return tokens !== undefined && Number.isFinite(tokens) ? tokens : null;
}

function stateOf(pool: Pool): 'up' | 'down' {
  return pool.endpoints.some((endpoint) => endpoint.state === 'up') ? 'up' : 'down';
}

/** Whether general does what this expert is for, given that it is up: everything, but it may not see pictures. */
function canPlay(general: Pool | undefined, name: ExpertName): boolean {
  return general !== undefined && (name !== 'vision' || general.sees());
}

/** One expert as `GET /v1/models` tells it. */
export function statusOf(name: ExpertName, pools: Pools, embedded: EmbeddedEngine | null): ExpertStatus {
  const own = pools.get(name);
  const general = pools.get('general');
  const pool = own ?? (canPlay(general, name) ? general : undefined);
  if (pool === undefined) return { name, modelUsed: null, window: null, state: 'down' };
  const up = pool.endpoints.find((endpoint) => endpoint.state === 'up') ?? pool.endpoints[0];
  const state = stateOf(pool);
  const isEmbedded = name === 'general' && embedded?.status().ready === true && own !== undefined;
  return {
    name,
    modelUsed: up?.info?.model ?? null,
    window: windowOf(up?.info?.window),
    state: isEmbedded ? 'embedded' : own === undefined && state === 'up' ? 'played_by_general' : state,
  };
}

/** The helpers answer nobody: only an expert that is up makes the process ready. */
export function readinessOf(pools: Pools, embedded: EmbeddedEngine | null): Readiness {
  const experts = EXPERTS.map((name) => pools.get(name)).filter((pool) => pool !== undefined);
  const up = experts.some((pool) => isRemote(pool) && stateOf(pool) === 'up');
  if (up) return { ready: true, detail: 'An expert can answer.', progress: null };
  if (embedded !== null) return embedded.status();
  const detail = experts.length > 0 ? 'No expert endpoint answers at the moment.' : NO_EXPERT;
  return { ready: false, detail, progress: null };
}

/** One line per configured endpoint, then who plays the experts that have none. */
export function reportOf(pools: Pools): string[] {
  return [...reportEndpoints(pools), ...reportPlayed(pools)];
}

function reportEndpoints(pools: Pools): string[] {
  return [...pools].flatMap(([name, { endpoints }]) =>
    endpoints.map(({ engine, info, state, trouble }) => {
      if (engine.embedded) return `${name}: embedded model`;
      const window = windowOf(info?.window);
      const size = window === null ? 'any length' : `${window} tokens`;
      const model = info === null ? 'model not known yet' : `${info.model}, ${size}`;
      return `${name}: ${model}, at ${engine.name}, ${state}${trouble === null ? '' : ` (${trouble})`}`;
    }),
  );
}

function reportPlayed(pools: Pools): string[] {
  const general = pools.get('general');
  const without = EXPERTS.filter((name) => !pools.has(name));
  const played = without.filter((name) => canPlay(general, name));
  return [
    ...(general === undefined ? [`general: none. ${NO_EXPERT}`] : []),
    ...(general === undefined || played.length === 0 ? [] : [playedLine(played, stateOf(general) === 'up')]),
    ...(general !== undefined && without.includes('vision') && !played.includes('vision')
      ? [VISION_OFF]
      : []),
  ];
}

/** Who is played by general, and whether that can answer: as `GET /v1/models` tells it. */
export function playedLine(names: readonly ExpertName[], up: boolean): string {
  const list = names.join(', ');
  return up ? `${list}: played by general` : `${list}: down until general is up, which plays them`;
}
