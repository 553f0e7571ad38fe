import { type Composed, compose } from '../../src/compose.ts';
import type { EndpointName } from '../../src/config/types.ts';
import { memoryLog } from './experts.ts';
import { type HttpHost, startHttpHost } from './http-host.ts';
import { type ConfigChanges, testConfig } from './test-config.ts';

export interface Whole extends HttpHost {
  readonly switchboard: Composed;
}

/** All of Switchboard but the process: real turns, stores in memory, the given servers as experts, real HTTP. */
export async function startWhole(
  urls: Partial<Record<EndpointName, readonly string[]>>,
  changes: ConfigChanges = {},
  /** Experts whose server is an NLLB service. */
  nllb: readonly EndpointName[] = [],
): Promise<Whole> {
  const experts = Object.fromEntries(
    Object.entries(urls).map(([name, list]) => [
      name,
      {
        urls: list,
        model: null,
        profile: null,
        apiKey: null,
        kind: nllb.includes(name as EndpointName) ? ('nllb' as const) : ('openai' as const),
      },
    ]),
  );
  const config = testConfig({ storeUrl: 'sqlite::memory:', experts, ...changes });
  const switchboard = await compose({
    config,
    log: memoryLog().log,
    inbox: null,
    progressTo: process.stderr,
  });
  const host = await startHttpHost(switchboard);
  return {
    ...host,
    switchboard,
    async close() {
      await host.close();
      await switchboard.close();
    },
  };
}
