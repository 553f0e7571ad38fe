import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createFakeSwitchboard } from '../../../support/fake-switchboard.ts';
import { startHttpHost } from '../../../support/http-host.ts';
import { createWebBrowser, newConversation, newKey } from '../../../support/web-browser.ts';

/** More than the buffers between two sockets hold. */
const PIECE = 'x'.repeat(100_000);
const PIECES = 300;

test('a reader that takes nothing does not hold up its turn', async () => {
  const switchboard = createFakeSwitchboard({
    async *answer() {
      for (let index = 0; index < PIECES; index++) yield PIECE;
    },
  });
  const host = await startHttpHost(switchboard);
  onTestFinished(() => host.close());
  const browser = createWebBrowser(host.url);
  await browser.list();
  const id = newConversation();
  const { host: name, hostname, port } = new URL(host.url);
  const socket = connect(Number(port), hostname).pause();
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const body = JSON.stringify({ text: 'Hi', key: newKey() });
  socket.write(
    [
      `POST /web/conversations/${id}/turns HTTP/1.1`,
      `host: ${name}`,
      `cookie: ${browser.cookie()}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  await expect.poll(() => switchboard.messages.length, { timeout: 5_000 }).toBe(1);
  await expect.poll(() => switchboard.running(), { timeout: 10_000 }).toBe(0);
  const { running, turns } = await browser.conversation(id);
  expect(running).toBeNull();
  expect(turns[0]?.response.length).toBe(PIECE.length * PIECES);
}, 30_000);
