import { afterEach, expect, test } from 'vitest';
import { mayFetch } from '../../../../adapters/slack/files/download.ts';
import { BOT } from '../../../doubles/slack/workspace.ts';
import { type SlackHost, type SlackHostOptions, startSlackHost } from '../slack-host.ts';

let host: SlackHost | null = null;

afterEach(async () => {
  await host?.close();
  host = null;
});

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

interface Sent {
  readonly name: string;
  readonly mimetype: string;
  readonly content: Buffer;
}

/** Sends a message with files to the bot; what was asked then, and what was said. */
async function send(files: readonly Sent[], options: SlackHostOptions = {}) {
  host = await startSlackHost(options);
  const { ann, answered, direct, slack } = host;
  const kept = files.map((file) => slack.workspace.addFile({ ...file, altText: null, user: ann.id }));
  const asked: { name: string; mime: string; data: string }[][] = [];
  const { port } = host.adapter;
  const prepare = port?.prepare?.bind(port);
  if (port === undefined || prepare === undefined) throw new Error('no port');
  await slack.people.write({ channel: direct, user: ann, text: 'look', files: kept });
  await answered();
  const [message] = host.accepted;
  if (message === undefined) throw new Error('nothing was accepted');
  const whole = await prepare(message, new AbortController().signal).catch((error: Error) => error.message);
  if (typeof whole !== 'string') asked.push([...whole.attachments]);
  const said = slack.workspace.messages(direct.id).filter(({ user }) => user === BOT.user);
  return {
    asked,
    refused: typeof whole === 'string' ? whole : null,
    shown: JSON.stringify(said.map(({ blocks }) => blocks)),
  };
}

test('a picture is known by its content, a source file by being text', async () => {
  const { asked } = await send([
    { name: 'shot.bin', mimetype: 'application/octet-stream', content: PNG },
    { name: 'main.zig', mimetype: 'application/octet-stream', content: Buffer.from('const x = 1;') },
    { name: 'notes.md', mimetype: 'text/markdown', content: Buffer.from('# 你好') },
  ]);
  expect(asked[0]?.map(({ mime, name }) => [name, mime])).toEqual([
    ['shot.bin', 'image/png'],
    ['main.zig', 'text/plain'],
    ['notes.md', 'text/markdown'],
  ]);
  expect(Buffer.from(asked[0]?.[2]?.data ?? '', 'base64').toString()).toBe('# 你好');
});

test.each([
  ['report.pdf', 'application/pdf', Buffer.from('%PDF-1.7')],
  ['blob.bin', 'application/octet-stream', Buffer.from([0, 1, 2, 255])],
])('%s gets a clear word in place of an answer', async (name, mimetype, content) => {
  const { refused, shown } = await send([{ name, mimetype, content }]);
  expect(refused).toContain(name);
  expect(shown).toContain('can’t be read here');
});

test('Slack’s login page in place of a file says which scope is missing', async () => {
  const { refused } = await send(
    [{ name: 'a.py', mimetype: 'text/x-python', content: Buffer.from('a = 1') }],
    {
      behaviour: { filesRead: false },
    },
  );
  expect(refused).toContain('files:read');
});

test('too much is refused before it is fetched', async () => {
  const { refused } = await send([
    { name: 'big.txt', mimetype: 'text/plain', content: Buffer.alloc(21 * 1024 * 1024, 97) },
  ]);
  expect(refused).toMatch(/20 MB/);
});

test.each([
  ['https://files.slack.com/files-pri/T1-F1/a.py', null, true],
  ['http://files.slack.com/files-pri/T1-F1/a.py', null, false],
  ['https://files.slack.com.evil.example/a', null, false],
  ['https://user@files.slack.com/a', null, false],
  ['https://evil.example/a', null, false],
  ['http://127.0.0.1:4001/files/F1', 'http://127.0.0.1:4001/api/', true],
  ['http://127.0.0.1:4002/files/F1', 'http://127.0.0.1:4001/api/', false],
  ['http://169.254.169.254/latest', 'http://127.0.0.1:4001/api/', false],
])('the token may go to %s beside %s: %s', (url, apiUrl, may) => {
  expect(mayFetch(url, apiUrl)).toBe(may);
});
