import { createApiAdapter } from '../../adapters/api/index.ts';
import { createWebAdapter } from '../../adapters/web/index.ts';
import { createGateway } from '../../src/gateway/server.ts';
import type { Gateway } from '../../src/gateway/types.ts';
import type { Switchboard } from '../../src/switchboard.ts';

export interface HttpHost {
  readonly url: string;
  readonly gateway: Gateway;
  close(): Promise<void>;
}

/** The real gateway with the real API and web adapters on a free port, over any switchboard. */
export async function startHttpHost(switchboard: Switchboard): Promise<HttpHost> {
  const gateway = createGateway(switchboard);
  createApiAdapter(switchboard, gateway);
  createWebAdapter(switchboard, gateway);
  const url = await gateway.listen();
  return { url, gateway, close: () => gateway.close(0) };
}
