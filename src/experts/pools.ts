import type { Logger } from 'pino';
import { type Config, ENDPOINT_NAMES, type EndpointName } from '../config/types.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { EmbeddedEngine } from './embedded/engine.ts';
import { createNllbEngine } from './nllb/client.ts';
import { createOpenAiEngine, type Patience } from './openai/client.ts';
import { createPool, type Pool } from './pool.ts';
import { PROFILE_IDS, profileFor } from './profiles/index.ts';

/** The endpoints of every expert and helper that has some; `general` may be the embedded model. */
export type Pools = ReadonlyMap<EndpointName, Pool>;

export interface PoolsOptions {
  readonly config: Pick<Config, 'experts'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Null when a general endpoint is configured or the embedded engine is off. */
  readonly embedded: EmbeddedEngine | null;
  readonly patience?: Partial<Patience>;
}

/** Nothing is asked yet. A profile that does not exist is a warning in the log. */
export function createPools({ config, log, metrics, embedded, patience }: PoolsOptions): Pools {
  const pools = new Map<EndpointName, Pool>();
  for (const name of ENDPOINT_NAMES) {
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
  return pools;
}
