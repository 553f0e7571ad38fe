import { afterEach, expect, test, vi } from 'vitest';
import { visibleText } from '../../../doubles/discord/visible.ts';
import { type DiscordHost, type DiscordHostOptions, MENTION, startDiscordHost } from '../discord-host.ts';

let host: DiscordHost | null = null;

async function start(options: DiscordHostOptions = {}): Promise<DiscordHost> {
  host = await startDiscordHost(options);
  await host.discord.commands.registered();
  return host;
}

afterEach(async () => {
  if (host !== null) expect(host.discord.violations()).toEqual([]);
  await host?.close();
  host = null;
});

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 8_000, interval: 10 });
const DEFERRED = 5;
const EPHEMERAL = 64;

const shown = ({ channel, discord }: DiscordHost) =>
  discord.workspace
    .messages(channel.id)
    .filter(({ author, deleted }) => author === '900000000000000001' && !deleted);

test('a slash command is deferred at once, for all to see, and answered in its place', async () => {
  const at = await start();
  const callback = await at.discord.doing.command(at.channel, at.ann, 'code', { text: 'hello' });
  expect(callback.type).toBe(DEFERRED);
  await until(() =>
    expect(shown(at).map((one) => visibleText(one))).toEqual([expect.stringContaining('hello')]),
  );
  expect(at.accepted).toMatchObject([{ forced: 'code', text: 'hello' }]);
});

test('/why and /experts are for the one who asks', async () => {
  const at = await start();
  for (const name of ['why', 'experts']) {
    const { data } = await at.discord.doing.command(at.channel, at.ann, name);
    expect(data.flags).toBe(EPHEMERAL);
  }
  await until(() => expect(shown(at).filter(({ onlyFor }) => onlyFor === at.ann.id)).toHaveLength(2));
});

test('what a command says is said, also when Discord wants it slower', async () => {
  const at = await start();
  at.discord.rates.storm(1, 1);
  await at.discord.doing.command(at.channel, at.ann, 'help');
  await until(() => expect(visibleText(shown(at)[0] ?? never())).toContain('/translate'));
});

test('an error of a public command is whispered, and nothing else stays', async () => {
  const at = await start();
  await at.discord.doing.command(at.channel, at.ann, 'translate', { text: 'hello', to: 'Klingon-ish' });
  await until(() => expect(shown(at)).toHaveLength(1));
  await until(() => expect(shown(at)).toMatchObject([{ onlyFor: at.ann.id }]));
  expect(at.accepted).toEqual([]);
});

test('/persona without words opens a form, and what is sent counts', async () => {
  const changeSettings = vi.fn(async () => ({ persona: null }));
  const at = await start({ switchboard: { changeSettings: changeSettings as never } });
  const { type } = await at.discord.doing.command(at.direct, at.ann, 'persona');
  expect(type).toBe(9);
  const [modal] = at.discord.modals;
  if (modal === undefined) throw new Error('no modal');
  await at.discord.doing.submit(modal, { text: 'tutor' });
  await until(() =>
    expect(changeSettings).toHaveBeenCalledWith(expect.anything(), { persona: 'tutor' }, 'en'),
  );
});

test('/json without fields opens a form for a long schema', async () => {
  const at = await start();
  await at.discord.doing.command(at.channel, at.ann, 'json');
  const [modal] = at.discord.modals;
  if (modal === undefined) throw new Error('no modal');
  await at.discord.doing.submit(modal, { schema: 'name, age:int', text: 'Ann is 30' });
  await until(() => expect(at.accepted).toMatchObject([{ forced: 'structured', text: 'Ann is 30' }]));
  expect(at.accepted[0]?.json).toMatchObject({ type: 'object' });
});

test('menus of a message ask about it and translate it', async () => {
  const at = await start();
  const message = at.discord.people.write({ channel: at.channel, user: at.bob, text: 'Guten Morgen' });
  await at.discord.doing.onMessage(message, at.ann, 'Ask Switchboard');
  await at.discord.doing.onMessage(message, at.ann, 'Translate');
  await until(() => expect(at.accepted).toHaveLength(2));
  expect(at.accepted).toMatchObject([
    { forced: null, text: 'Guten Morgen' },
    { forced: 'translate', text: expect.stringContaining('Guten Morgen') },
  ]);
});

test('languages and presets are offered while they are typed', async () => {
  const { ann, channel, discord } = await start();
  const languages = await discord.doing.autocomplete(channel, ann, 'translate', 'to', 'germ');
  expect(languages.map(({ value }) => value)).toContain('German');
  const presets = await discord.doing.autocomplete(channel, ann, 'json', 'schema', 're');
  expect(presets.map(({ value }) => value)).toEqual(['resume']);
});

test('an answer goes on when the token of its command runs out in the middle', async () => {
  const gate = Promise.withResolvers<void>();
  const at = await start({
    async *answer() {
      yield 'first half, ';
      await gate.promise;
      yield 'second half.';
    },
  });
  await at.discord.doing.command(at.channel, at.ann, 'ask', { text: 'slow' });
  await until(() => expect(visibleText(shown(at)[0] ?? never())).toContain('first half'));
  const calls = at.discord.calls.length;
  at.discord.clock.advance(14.5 * 60_000);
  gate.resolve();
  await at.answered();
  expect(visibleText(shown(at)[0] ?? never())).toContain('second half');
  expect(shown(at)).toHaveLength(1);
  const later = at.discord.calls.slice(calls).map(({ template }) => template);
  expect(later.some((template) => template.startsWith('/webhooks'))).toBe(false);
});

test('an exchange is moved to a thread, which the bot then follows, and knows what it is about', async () => {
  const at = await start();
  at.discord.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} why is the sky blue?` });
  await until(() => expect(at.accepted).toHaveLength(1));
  await at.answered();
  const [answer] = shown(at);
  await at.discord.doing.press(answer ?? never(), /thread/i, at.ann);
  await until(() => expect(at.discord.workspace.channels.get(answer?.id ?? '')?.kind).toBe('thread'));
  const thread = at.discord.workspace.channel(answer?.id ?? '');
  await until(() => expect(at.discord.workspace.messages(thread.id).length).toBeGreaterThan(0));
  at.discord.people.write({ channel: thread, user: at.ann, text: 'and at night?' });
  await until(() => expect(at.asked).toHaveLength(2));
  const message = at.asked[1] ?? never();
  expect(message.conversation).toBe(`discord:${at.channel.guild}:${thread.id}`);
  const said = Buffer.from(message.attachments[0]?.data ?? '', 'base64').toString('utf8');
  expect(said).toContain('why is the sky blue?');
});

test('without MESSAGE_CONTENT the thread says that the bot has to be named', async () => {
  const at = await start({ behaviour: { messageContent: false } });
  at.discord.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} why is the sky blue?` });
  await until(() => expect(at.accepted).toHaveLength(1));
  await at.answered();
  const [answer] = shown(at);
  await at.discord.doing.press(answer ?? never(), /thread/i, at.ann);
  await until(() => {
    const [notice] = at.discord.workspace.messages(answer?.id ?? '');
    expect(visibleText(notice ?? never())).toContain('mention me');
  });
});

function never(): never {
  throw new Error('it is not there');
}
