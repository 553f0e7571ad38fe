import type { IncomingMessage, ServerResponse } from 'node:http';
import { isFresh } from './objects/message.ts';
import type { RestDeps } from './rest/handler.ts';

/** Where files are fetched, by links that expire; false when the URL is none of these. */
export function serveCdn(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  { workspace, note }: Pick<RestDeps, 'workspace' | 'note'>,
): boolean {
  const [, channel, id] = /^\/attachments\/(\d+)\/(\d+)\//.exec(url.pathname) ?? [];
  if (channel === undefined || id === undefined) return false;
  if (request.headers.authorization !== undefined) note('the bot token went to the CDN');
  const file = workspace
    .messages(channel)
    .flatMap(({ files }) => files)
    .find((one) => one.id === id);
  if (file === undefined || !isFresh(url, workspace.clock.now()))
    response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
  else {
    const { contentType, content } = file;
    response.writeHead(200, { 'content-type': contentType, 'content-length': content.length }).end(content);
  }
  return true;
}
