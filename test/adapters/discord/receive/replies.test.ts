import { afterEach, expect, test, vi } from 'vitest';
import { BOT, type DiscordChannel, type DiscordMessage } from '../../../doubles/discord/workspace.ts';
import { type DiscordHost, MENTION, startDiscordHost } from '../discord-host.ts';

let host: DiscordHost | null = null;

afterEach(async () => {
  if (host !== null) expect(host.discord.violations()).toEqual([]);
  await host?.close();
  host = null;
});

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000, interval: 10 });

/** Writes, and gives the message that answers it. */
async function answerTo(at: DiscordHost, channel: DiscordChannel, text: string): Promise<DiscordMessage> {
  const { accepted, ann, discord } = at;
  const before = accepted.length;
  discord.people.write({ channel, user: ann, text });
  await until(() => expect(accepted).toHaveLength(before + 1));
  await at.answered();
  const answer = discord.workspace.messages(channel.id).findLast(({ author }) => author === BOT.user);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

test.each(['channel', 'direct'] as const)('a reply to an answer names its question: %s', async (where) => {
  host = await startDiscordHost();
  const { accepted, ann, discord } = host;
  const channel = host[where];
  const first = await answerTo(host, channel, `${MENTION} one`);
  await answerTo(host, channel, `${MENTION} two`);
  // The reply alone calls the bot.
  discord.people.write({ channel, user: ann, text: 'and why?', repliesTo: first });
  await until(() => expect(accepted).toHaveLength(3));
  const [one, two, reply] = accepted;
  expect(reply).toMatchObject({ text: 'and why?', replyTo: one?.id, conversation: one?.conversation });
  expect(two).not.toHaveProperty('replyTo');
  await host.answered();
});

test('a reply to somebody else names no answer', async () => {
  host = await startDiscordHost();
  const { accepted, ann, bob, channel, discord } = host;
  const other = discord.people.write({ channel, user: bob, text: 'The sky is green.' });
  discord.people.write({ channel, user: ann, text: `${MENTION} is that so?`, repliesTo: other });
  await until(() => expect(accepted).toHaveLength(1));
  expect(accepted[0]).not.toHaveProperty('replyTo');
  await host.answered();
});
