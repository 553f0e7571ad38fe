import type { CreateAdapter } from '../adapter.ts';
import { mountChat } from './receive/mount.ts';

/** The chat page; always on, since the gateway decides who may use it. */
export const createWebAdapter: CreateAdapter = (switchboard, gateway) => {
  gateway.mount((app) => mountChat(app, switchboard));
  return { platform: 'web', start: async () => 'chat page at /', stop: async () => {} };
};
