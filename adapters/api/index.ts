import type { CreateAdapter } from '../adapter.ts';
import { mountApi } from './receive.ts';

/** The HTTP API; always on, since the gateway decides who may call it. */
export const createApiAdapter: CreateAdapter = (switchboard, gateway) => {
  gateway.mount((app) => mountApi(app, switchboard, gateway));
  return {
    platform: 'api',
    start: async () => 'HTTP API under /v1/',
    stop: async () => {},
  };
};
