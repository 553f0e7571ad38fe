import { type Composed, compose } from '../../src/compose.ts';
import type { EndpointName } from '../../src/config/types.ts';
import type { ExpertName, Receipt } from '../../src/conversation/types.ts';
import { memoryLog } from './experts.ts';
import { type HttpHost, startHttpHost } from './http-host.ts';
import { type ConfigChanges, testConfig } from './test-config.ts';

export interface Whole extends HttpHost {
  readonly switchboard: Composed;
  /** POSTs JSON to a path such as `/v1/ask`. */
  post(path: string, body: object): Promise<Response>;
  /** The receipt of `POST /v1/ask`; throws an Error with the answer when the status is not 200. */
  ask(body: AskBody): Promise<Receipt>;
}

export interface AskBody {
  readonly text: string;
  readonly expert?: ExpertName;
  readonly conversation?: string;
  readonly attachments?: readonly { readonly data: string; readonly mime: string; readonly name: string }[];
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
  const post = (path: string, body: object) =>
    fetch(`${host.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    ...host,
    switchboard,
    post,
    async ask(body) {
      const response = await post('/v1/ask', body);
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
      return (await response.json()) as Receipt;
    },
    async close() {
      await host.close();
      await switchboard.close();
    },
  };
}
