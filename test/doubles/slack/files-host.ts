import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { WebApiDeps } from './web-api.ts';

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to Slack</body></html>';

/** Where files are fetched and uploaded; false when the path is none of these. */
export async function serveFiles(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { workspace, uploads, behaviour, botToken, note }: WebApiDeps,
): Promise<boolean> {
  const upload = /^\/upload\/v1\/(\w+)$/.exec(path)?.[1];
  if (upload !== undefined) {
    const waiting = uploads.get(upload);
    if (request.headers.authorization !== undefined)
      note({ method: 'upload' }, 'the bot token went to the upload URL');
    const body = await buffer(request);
    if (waiting === undefined) response.writeHead(404).end();
    else {
      waiting.content = contentOf(request.headers['content-type'] ?? '', body);
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${waiting.content.length}`);
    }
    return true;
  }
  const id = /^\/files-pri\/\w+-(\w+)\//.exec(path)?.[1];
  if (id === undefined) return false;
  const file = workspace.files.get(id);
  const known = request.headers.authorization === `Bearer ${botToken}`;
  if (file === undefined) response.writeHead(404).end();
  // Without the scope, or the token, Slack shows its login page, with 200.
  else if (!known || !behaviour().filesRead)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN_PAGE);
  else response.writeHead(200, { 'content-type': file.mimetype }).end(file.content);
  return true;
}

/** The bytes themselves, or the one file of a form. */
function contentOf(type: string, body: Buffer): Buffer {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(type);
  if (boundary === null) return body;
  const start = body.indexOf('\r\n\r\n') + 4;
  const end = body.indexOf(`\r\n--${boundary[1] ?? boundary[2]}`, start);
  return body.subarray(start, end);
}
