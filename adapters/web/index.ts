import type { CreateAdapter } from '../adapter.ts';
import { mountChat } from './receive/mount.ts';
import type { StaticFiles } from './static-files.ts';

/** The chat page; always on, since the gateway decides who may use it. */
export const createWebAdapter: CreateAdapter = (switchboard, gateway) => {
  let files: StaticFiles | null = null;
  gateway.mount((app) => {
    files = mountChat(app, switchboard);
  });
  return {
    platform: 'web',
    async start() {
      files?.warmOnListen();
      return 'chat page at /';
    },
    async stop() {},
  };
};
