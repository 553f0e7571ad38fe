import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const PAGE_FOLDER = join(import.meta.dirname, 'page');
const INDEX = 'index.html';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The chat page at `/` and its files under `/web/`, each by its own name, read once: no path of a request ever
 * reaches the disk. `onVisit` sees each request for the page itself.
 */
export function mountStaticFiles(
  app: FastifyInstance,
  onVisit: (request: FastifyRequest, reply: FastifyReply) => void,
): void {
  const keyless = { config: { keyless: true } };
  for (const name of readdirSync(PAGE_FOLDER)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const content = readFileSync(join(PAGE_FOLDER, name));
    app.get(name === INDEX ? '/' : `/web/${name}`, keyless, (request, reply): FastifyReply => {
      if (name === INDEX) onVisit(request, reply);
      // Always asked for again, so that an update never meets the files of an older page.
      return reply.headers({ 'content-type': type, 'cache-control': 'no-cache' }).send(content);
    });
  }
}
