import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { noSuchRoute } from '../../src/gateway/errors.ts';
import { ASSETS, createPageFiles } from './bundle/page-files.ts';
import { sendAsset } from './bundle/send.ts';

const PAGE_FOLDER = join(import.meta.dirname, 'page');

export interface StaticFiles {
  /** Bundles as soon as the server listens; else the first visit does. */
  warmOnListen(): void;
}

/**
 * The chat page at `/`, what stands beside it under `/web/`, and its bundle, styles and fonts under `/web/assets/`.
 * Only names that are known are served: no path of a request ever reaches the disk.
 *
 * @param onVisit sees each request for the page itself
 * @param folder of `index.html`, `main.ts` and what they name
 */
export function mountStaticFiles(
  app: FastifyInstance,
  onVisit: (request: FastifyRequest, reply: FastifyReply) => void,
  log: Logger,
  folder = PAGE_FOLDER,
): StaticFiles {
  const files = createPageFiles(folder, log);
  const keyless = { config: { keyless: true } };

  app.get('/', keyless, async (request, reply) => {
    onVisit(request, reply);
    files.warm();
    return sendAsset(request, reply, await files.index(), 'revalidated');
  });
  app.get<{ Params: { name: string } }>('/web/:name', keyless, async (request, reply) => {
    const asset = await files.beside(request.params.name);
    if (asset === null) throw noSuchRoute(request.method, request.url);
    return sendAsset(request, reply, asset, 'revalidated');
  });
  app.get<{ Params: { name: string } }>(`${ASSETS}:name`, keyless, async (request, reply) => {
    const { name } = request.params;
    const asset = await files.asset(name);
    if (asset === null) throw noSuchRoute(request.method, request.url);
    // The script that says that there is no bundle goes by another name, and must not be kept.
    return sendAsset(request, reply, asset, asset.name === name ? 'immutable' : 'revalidated');
  });

  return {
    warmOnListen() {
      app.addHook('onListen', (done) => {
        // After the start has said that it is ready.
        setImmediate(files.warm);
        done();
      });
    },
  };
}
