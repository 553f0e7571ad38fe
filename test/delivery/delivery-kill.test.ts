import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { partsOf } from './fake-port.ts';

// No more: what ran in several crashes is made to wait (src/delivery/delays.ts).
const KILLS = 5;
/** Each round starts a process, on machines that may be busy. */
const TIMEOUT_MS = 60_000;

interface Posted {
  readonly ref: string;
  readonly answers: string;
  readonly intent: string;
  text: string;
  isDeleted: boolean;
}

/** A chat platform in this process, over real sockets. Emits `call` when a call has taken effect, before it answers. */
async function openPlatform() {
  const posted: Posted[] = [];
  const calls = new EventEmitter();
  const counts = { post: 0, edit: 0, delete: 0, find: 0, found: 0 };
  const handle = async (request: IncomingMessage): Promise<string | null> => {
    const method = request.url?.slice(1) as 'post' | 'edit' | 'delete' | 'find';
    const body = (await json(request)) as Omit<Posted, 'isDeleted'>;
    counts[method]++;
    if (method === 'post') {
      const ref = `m${posted.length}`;
      posted.push({ ...body, ref, isDeleted: false });
      return ref;
    }
    if (method === 'find') {
      const found = posted.find(({ intent, isDeleted }) => intent === body.intent && !isDeleted);
      if (found !== undefined) counts.found++;
      return found?.ref ?? null;
    }
    const target = posted.find(({ ref }) => ref === body.ref);
    if (target === undefined) throw new Error('nothing was posted under this id');
    if (method === 'edit') target.text = body.text;
    else target.isDeleted = true;
    return null;
  };
  const server = createServer((request, response) => {
    handle(request).then(
      (ref) => {
        calls.emit('call');
        response.end(JSON.stringify({ ref }));
      },
      // Cut off by the kill before it was all said: it has no effect.
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, posted, calls, counts };
}

function spawnChild(folder: string, url: string, mode: string, firstNumber: number): ChildProcess {
  const script = join(import.meta.dirname, 'delivery-child.ts');
  const child = spawn(process.execPath, [script, folder, url, mode, String(firstNumber)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout?.resume();
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function numbers(folder: string, name: string): number[] {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];
}

test(
  'killed again and again in mid-answer, every message gets one reply, whole, in the messages that stood',
  async () => {
    const folder = tempFolder();
    const platform = await openPlatform();

    for (let round = 0; round < KILLS; round++) {
      const child = spawnChild(folder, platform.url, 'serve', numbers(folder, 'tried.log').length);
      const exited = once(child, 'exit');
      let left = 20 + Math.floor(Math.random() * 60);
      // The kill falls when the platform has what was sent, and the process does not know it yet; or a little later.
      await new Promise<void>((resolve) => {
        const onCall = () => {
          if (--left > 0) return;
          platform.calls.off('call', onCall);
          resolve();
        };
        platform.calls.on('call', onCall);
      });
      child.kill('SIGKILL');
      expect(await exited).toEqual([null, 'SIGKILL']);
    }
    const drain = spawnChild(folder, platform.url, 'drain', 0);
    expect(await once(drain, 'exit')).toEqual([0, null]);

    const accepted = numbers(folder, 'accepted.log');
    const shown = (number: number) =>
      platform.posted
        .filter(({ answers, isDeleted }) => answers === `telegram:${number}` && !isDeleted)
        .map(({ text }) => text);
    const wanted = (number: number) =>
      partsOf(`all that is to be said: text of ${number}`, 'done').map(({ text }) => text);
    for (const number of accepted) expect(shown(number)).toEqual(wanted(number));
    // What was tried and cut off before it was accepted is answered whole, or not at all.
    for (const number of numbers(folder, 'tried.log')) {
      expect([[], wanted(number)]).toContainEqual(shown(number));
    }
    const { post, edit, find, found } = platform.counts;
    console.log(
      `${KILLS} kills: ${accepted.length} messages accepted, ${post} posts, ${edit} edits, ` +
        `${find} sends looked for after a kill, ${found} of them found`,
    );
    expect(found).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
