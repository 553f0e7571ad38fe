import { afterEach, expect, test, vi } from 'vitest';
import type { Message } from '../../../../src/conversation/types.ts';
import { WAITING } from '../../../../src/delivery/answer-view.ts';
import type { Part } from '../../../../src/delivery/platform-port.ts';
import { BOT } from '../../../doubles/discord/workspace.ts';
import { type DiscordHost, type DiscordHostOptions, MENTION, startDiscordHost } from '../discord-host.ts';

let host: DiscordHost | null = null;
const never = new AbortController().signal;

async function start(options: DiscordHostOptions = {}): Promise<DiscordHost> {
  host = await startDiscordHost({ silent: true, ...options });
  return host;
}

afterEach(async () => {
  await host?.close();
  host = null;
});

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000, interval: 10 });
const intent = (at: number, index = 0) => ({ id: 'AAAAAAAAAAAAAAAAAAAAAA', at, index });

/** A question, and the port that answers it. */
async function asked(at: DiscordHost, files: Parameters<typeof at.discord.people.write>[0]['files'] = []) {
  const { adapter, accepted, ann, channel, discord } = at;
  discord.people.write({ channel, user: ann, text: `${MENTION} hello`, files });
  await until(() => expect(accepted).toHaveLength(1));
  const [message] = accepted;
  if (message === undefined || adapter.port === undefined) throw new Error('nothing came');
  return { message, port: adapter.port };
}

async function partOf(at: DiscordHost, message: Message, text: string): Promise<Part> {
  const renderer = at.adapter.port?.renderer(message);
  renderer?.append(text);
  const parts = await renderer?.render({ ...WAITING, phase: 'writing' });
  if (parts?.[0] === undefined) throw new Error('nothing to show');
  return parts[0];
}

const ours = ({ channel, discord }: DiscordHost) =>
  discord.workspace.messages(channel.id).filter(({ author, deleted }) => author === BOT.user && !deleted);

test('a post that is sent again is one message, a reply that calls nobody', async () => {
  const at = await start();
  const { message, port } = await asked(at);
  const part = await partOf(at, message, 'Hello @everyone');
  const send = () => port.post(message, part, intent(at.discord.clock.now()), never);
  expect(await send()).toBe(await send());
  expect(ours(at)).toMatchObject([{ repliesTo: message.origin?.replyTo }]);
  const bodies = at.discord.calls.filter(
    ({ method, template }) => method === 'POST' && template.endsWith('/messages'),
  );
  for (const { body } of bodies)
    expect(body).toMatchObject({ enforce_nonce: true, allowed_mentions: { parse: [] } });
  expect(at.discord.violations()).toEqual([]);
});

test('a message that was sent before a crash is found again when its nonce is forgotten', async () => {
  const at = await start();
  const { message, port } = await asked(at);
  const before = intent(at.discord.clock.now());
  const ref = await port.post(message, await partOf(at, message, 'Hello'), before, never);
  expect(await port.findSent?.(message, before, never)).toBeNull();
  at.discord.clock.advance(10 * 60_000);
  expect(await port.findSent?.(message, before, never)).toBe(ref);
});

test('a message that takes no more edits, or is deleted, is gone: it is posted anew', async () => {
  const at = await start({ behaviour: { oldEdits: 0 } });
  const { message, port } = await asked(at);
  const ref = await port.post(
    message,
    await partOf(at, message, 'Hello'),
    intent(at.discord.clock.now()),
    never,
  );
  const other = await partOf(at, message, 'Hello again');
  at.discord.clock.advance(2 * 60 * 60_000);
  await expect(port.edit(message, ref, other, never)).rejects.toMatchObject({ failure: 'gone' });
  await port.delete(message, ref, never);
  await expect(port.edit(message, ref, other, never)).rejects.toMatchObject({ failure: 'gone' });
  await port.delete(message, ref, never);
});

test('a 429 says how long to wait, and is not waited out inside', async () => {
  const at = await start();
  const { message, port } = await asked(at);
  at.discord.rates.storm(1, 7);
  const post = port.post(message, await partOf(at, message, 'Hello'), intent(at.discord.clock.now()), never);
  const error = await post.catch((failure: unknown) => failure);
  expect(error).toMatchObject({ failure: 'rate_limited' });
  expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(7_000);
});

test('where embeds are not taken, the words come plain, and all of them', async () => {
  const at = await start();
  const { message, port } = await asked(at);
  at.discord.fail(/POST \/channels\/.*\/messages$/, 400, 50_006);
  const long = Array.from({ length: 500 }, (_, index) => `word${index}`).join(' ');
  await port.post(message, await partOf(at, message, long), intent(at.discord.clock.now()), never);
  const [posted] = ours(at);
  expect(posted?.embeds).toEqual([]);
  expect(posted?.content).toMatch(/^word0 /);
  expect(posted?.files.map(({ content }) => content.toString('utf8'))).toEqual([long]);
});

test('a file whose link has expired is fetched by a new one', async () => {
  const at = await start();
  const file = {
    name: 'notes.txt',
    contentType: 'text/plain',
    description: null,
    content: Buffer.from('the notes'),
  };
  const { message, port } = await asked(at, [file]);
  at.discord.clock.advance(48 * 60 * 60_000);
  const whole = await port.prepare?.(message, never);
  expect(whole?.attachments.map(({ data }) => Buffer.from(data, 'base64').toString('utf8'))).toEqual([
    'the notes',
  ]);
  expect(at.discord.violations()).toEqual([]);
});
