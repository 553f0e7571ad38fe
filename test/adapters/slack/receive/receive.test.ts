import { afterEach, expect, test } from 'vitest';
import type { Message } from '../../../../src/conversation/types.ts';
import { BOT, TEAM } from '../../../doubles/slack/workspace.ts';
import { MENTION, type SlackHost, type SlackHostOptions, startSlackHost } from '../slack-host.ts';

let host: SlackHost | null = null;

async function start(options: SlackHostOptions = {}): Promise<SlackHost> {
  host = await startSlackHost({ silent: true, ...options });
  return host;
}

afterEach(async () => {
  await host?.close();
  host = null;
});

test('a mention in the main flow belongs to the channel, and is answered in a thread under it', async () => {
  const { slack, accepted, ann, channel } = await start();
  const { ts } = await slack.people.write({ channel, user: ann, text: `${MENTION} what is 2+2?` });
  expect(accepted).toMatchObject([
    {
      id: `slack:${channel.id}:${ts}`,
      conversation: `slack:${TEAM}:${channel.id}`,
      author: { id: ann.id },
      shared: true,
      text: 'what is 2+2?',
      forced: null,
      origin: { channel: channel.id, thread: ts, recipientTeam: TEAM },
    },
  ]);
});

test('a mention comes as two events, and perhaps again, and is one message', async () => {
  const { slack, accepted, ann, channel } = await start();
  const said = await slack.people.write({ channel, user: ann, text: `${MENTION} once` });
  await slack.people.deliverAgain(said);
  expect(slack.acks.length).toBeGreaterThanOrEqual(4);
  expect(accepted).toHaveLength(1);
});

test('a DM is one conversation, its threads included', async () => {
  const { slack, accepted, ann, direct } = await start();
  const first = await slack.people.write({ channel: direct, user: ann, text: 'hello' });
  await slack.people.write({ channel: direct, user: ann, text: 'and?', thread: first.ts });
  const conversation = `slack:${TEAM}:${direct.id}`;
  expect(accepted.map((message) => [message.conversation, message.shared])).toEqual([
    [conversation, false],
    [conversation, false],
  ]);
  expect(accepted.map(({ origin }) => origin?.thread)).toEqual([first.ts, first.ts]);
});

test('a thread has a conversation of its own, and is followed once the bot is in it', async () => {
  const { slack, accepted, ann, bob, channel } = await start();
  const root = await slack.people.write({ channel, user: ann, text: 'lunch?' });
  await slack.people.write({ channel, user: bob, text: 'not yet', thread: root.ts });
  expect(accepted).toEqual([]);
  await slack.people.write({ channel, user: bob, text: `${MENTION} where?`, thread: root.ts });
  await slack.people.write({ channel, user: ann, text: 'somewhere near', thread: root.ts });
  await slack.people.write({ channel, user: ann, text: `<@${bob.id}> come`, thread: root.ts });
  expect(accepted.map(({ text }) => text)).toEqual(['where?', 'somewhere near']);
  expect(new Set(accepted.map(({ conversation }) => conversation))).toEqual(
    new Set([`slack:${TEAM}:${channel.id}:${root.ts}`]),
  );
});

test('it is stored before it is acknowledged, and what could not be stored comes again', async () => {
  const stored: string[] = [];
  let acksBefore = -1;
  const { slack, ann, direct } = await start({
    behaviour: { ackTimeoutMs: 200 },
    answers: {
      async accept(message: Message) {
        acksBefore = slack.acks.length;
        if (stored.push(message.id) === 1) throw new Error('the disk is full');
        return true;
      },
    },
  });
  await slack.people.write({ channel: direct, user: ann, text: 'keep me' });
  expect(stored).toHaveLength(2);
  expect(new Set(stored).size).toBe(1);
  expect(acksBefore).toBe(0);
  expect(slack.acks).toHaveLength(1);
});

test('bots and the bot’s own words never loop', async () => {
  const { slack, accepted, ann, channel } = await start();
  const robot = slack.workspace.addUser({ name: 'robot', realName: 'Robot', bot: true });
  const base = { type: 'message', channel: channel.id, channel_type: 'channel', ts: '17.000100' };
  await slack.people.event({ ...base, user: robot.id, bot_id: 'B9', text: `${MENTION} hello bot` });
  await slack.people.event({ ...base, user: BOT.user, bot_id: BOT.id, text: `${MENTION} me` });
  await slack.people.event({
    ...base,
    type: 'app_mention',
    user: robot.id,
    bot_id: 'B9',
    text: `${MENTION} x`,
  });
  await slack.people.write({ channel, user: ann, text: `${MENTION} me, too` });
  expect(accepted.map(({ text }) => text)).toEqual(['me, too']);
});

test('only those who are on the list are answered', async () => {
  const { slack, accepted, ann, direct } = await start({ allow: ['U0SOMEBODY'] });
  await slack.people.write({ channel: direct, user: ann, text: 'hello' });
  await slack.people.command(direct, ann, '/ask hello');
  expect(accepted).toEqual([]);
});

test('an edit answers anew in place of the first; a new text of nobody’s question does not', async () => {
  const { slack, accepted, ann, channel } = await start({ answers: { of: async () => ({}) as never } });
  const said = await slack.people.write({ channel, user: ann, text: `${MENTION} first` });
  await slack.people.edit(said, `${MENTION} second`);
  const id = `slack:${channel.id}:${said.ts}`;
  expect(accepted.map(({ replaces, text }) => [text, replaces])).toEqual([
    ['first', undefined],
    ['second', id],
  ]);
  expect(accepted[1]?.id.startsWith(`${id}:e`)).toBe(true);
});

test('an edit that first calls the bot is a new message; one that never does is none', async () => {
  const { slack, accepted, ann, channel } = await start();
  const muttered = await slack.people.write({ channel, user: ann, text: 'what is 2+2' });
  await slack.people.edit(muttered, 'what is 2+3');
  await slack.people.edit(muttered, `${MENTION} what is 2+4`);
  expect(accepted.map(({ id, text }) => [id, text])).toEqual([
    [`slack:${channel.id}:${muttered.ts}`, 'what is 2+4'],
  ]);
});

test('a deleted message is taken back', async () => {
  const removed: string[] = [];
  const forgotten: string[] = [];
  const { slack, ann, channel } = await start({
    answers: { remove: async (id: string) => removed.push(id) > 0 },
    switchboard: { removeTurn: async (_, id) => forgotten.push(id) > 0 },
  });
  const said = await slack.people.write({ channel, user: ann, text: `${MENTION} oops` });
  await slack.people.remove(said);
  const id = `slack:${channel.id}:${said.ts}`;
  await expect.poll(() => [removed, forgotten]).toEqual([[id], [id]]);
});

test('Slack’s own stop button ends the answer in that thread', async () => {
  const stopped: string[] = [];
  const live: { messageId: string; conversation: never; authorId: string }[] = [];
  const { slack, ann, channel } = await start({
    answers: {
      live: (conversation) => live.filter((turn) => turn.conversation === conversation),
      stop: async (id: string) => stopped.push(id) > 0,
    },
  });
  const said = await slack.people.write({ channel, user: ann, text: `${MENTION} go on for ever` });
  const conversation = `slack:${TEAM}:${channel.id}` as never;
  live.push({ messageId: `slack:${channel.id}:${said.ts}`, conversation, authorId: ann.id });
  live.push({ messageId: `slack:${channel.id}:1.000100`, conversation, authorId: ann.id });
  await slack.people.stop(channel, ann, said.ts);
  expect(stopped).toEqual([`slack:${channel.id}:${said.ts}`]);
});

test.each([
  ['/math 2+2', 'math', '2+2'],
  ['translate to fr: hello', 'translate', null],
  ['why is the sky blue?', null, 'why is the sky blue?'],
])('behind a mention, “%s” is for %s', async (line, forced, text) => {
  const { slack, accepted, ann, channel } = await start();
  await slack.people.write({ channel, user: ann, text: `${MENTION} ${line}` });
  expect(accepted.map((message) => message.forced)).toEqual([forced]);
  if (text !== null) expect(accepted[0]?.text).toBe(text);
});

test('a command that only says something says it to the one who asked', async () => {
  const { slack, accepted, ann, channel } = await start();
  await slack.people.write({ channel, user: ann, text: `${MENTION} /help` });
  const whispers = () => slack.workspace.messages(channel.id).filter(({ onlyFor }) => onlyFor === ann.id);
  await expect.poll(() => whispers().length).toBe(1);
  expect(accepted).toEqual([]);
});

test('slash commands reach their experts, also behind /switchboard', async () => {
  const { slack, accepted, ann, channel } = await start();
  await slack.people.command(channel, ann, '/math 2+2');
  await slack.people.command(channel, ann, '/switchboard code a debounce');
  expect(accepted.map(({ conversation, forced, text }) => [forced, text, conversation])).toEqual([
    ['math', '2+2', `slack:${TEAM}:${channel.id}`],
    ['code', 'a debounce', `slack:${TEAM}:${channel.id}`],
  ]);
  expect(new Set(accepted.map(({ id }) => id)).size).toBe(2);
});

test('too many messages in a minute are told so, and not answered', async () => {
  const { slack, accepted, ann, direct } = await start({ config: { rateLimitPerMinute: 1 } });
  await slack.people.write({ channel: direct, user: ann, text: 'one' });
  await slack.people.write({ channel: direct, user: ann, text: 'two' });
  expect(accepted.map(({ text }) => text)).toEqual(['one']);
  const whispers = () => slack.workspace.messages(direct.id).filter(({ onlyFor }) => onlyFor === ann.id);
  await expect.poll(() => whispers().length).toBe(1);
});

test('the socket comes back when Slack sends it away or it breaks, and nothing is lost', async () => {
  const { slack, accepted, ann, direct } = await start();
  slack.socket.disconnect();
  await slack.people.write({ channel: direct, user: ann, text: 'after a goodbye' });
  slack.socket.break();
  await slack.people.write({ channel: direct, user: ann, text: 'after a break' });
  expect(accepted.map(({ text }) => text)).toEqual(['after a goodbye', 'after a break']);
  expect(slack.socket.connections).toBe(1);
});

test('tokens that Slack refuses are named, both at once', async () => {
  const starting = start({ behaviour: { authorized: false } });
  await expect(starting).rejects.toThrow(/SLACK_BOT_TOKEN[\s\S]*SLACK_APP_TOKEN/);
});
