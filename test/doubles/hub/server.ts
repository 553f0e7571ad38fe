import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the hub does wrong; every field may be changed while it runs. */
export interface HubFaults {
  /** Holds the connection after so many bytes of the body, until `breakOff`: one per request, then no more. */
  holdAfter: number[];
  /** False: ignores Range and always sends the whole file. */
  ranges: boolean;
  /** Answers with this status instead of a file: one per request, then no more. */
  statuses: number[];
  /** Sends these bytes instead of the file's: one entry per request, then no more. */
  wrong: Buffer[];
}

export interface HubDouble {
  readonly url: string;
  readonly faults: HubFaults;
  /** Of every request for the file: its path and the Range that was asked. */
  readonly requests: { readonly path: string; readonly range: string | null }[];
  /** Breaks the connections that are held. */
  breakOff(): void;
  close(): Promise<void>;
}

/** A model hub with one file: `resolve` redirects to storage, which serves byte ranges as the real one does. */
export async function startHub(content: Buffer): Promise<HubDouble> {
  const faults: HubFaults = { holdAfter: [], ranges: true, statuses: [], wrong: [] };
  const requests: { path: string; range: string | null }[] = [];
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (!path.startsWith('/storage/')) {
      response.writeHead(302, { location: `/storage${path}` }).end();
      return;
    }
    requests.push({ path: path.slice('/storage'.length), range: request.headers.range ?? null });
    if (serve(faults.wrong.shift() ?? content, request, response, faults) === 'held') held.add(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    requests,
    breakOff: () => {
      for (const response of held) response.destroy();
      held.clear();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(
  content: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
  faults: HubFaults,
): 'ended' | 'held' {
  const status = faults.statuses.shift();
  if (status !== undefined) {
    response.writeHead(status).end();
    return 'ended';
  }
  const start = faults.ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (start > 0 && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return 'ended';
  }
  const body = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  const holdAfter = faults.holdAfter.shift();
  if (holdAfter === undefined) {
    response.end(body);
    return 'ended';
  }
  response.flushHeaders();
  response.write(body.subarray(0, holdAfter));
  return 'held';
}
