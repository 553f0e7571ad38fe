import { afterEach, expect, test, vi } from 'vitest';
import { BOT } from '../../../doubles/discord/workspace.ts';
import { plannedTurn } from '../../../support/planned-turn.ts';
import { type DiscordHost, MENTION, startDiscordHost } from '../discord-host.ts';

// Real paces on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 });

let host: DiscordHost | null = null;

afterEach(async () => {
  expect(host?.discord.violations() ?? []).toEqual([]);
  await host?.close();
  host = null;
});

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000, interval: 10 });

const answers = ({ channel, discord }: DiscordHost) =>
  discord.workspace.messages(channel.id).filter(({ author, deleted }) => author === BOT.user && !deleted);

function steps(at: DiscordHost): unknown {
  const embeds = answers(at)[0]?.embeds as { fields?: { name: string; value: string }[] }[] | undefined;
  return embeds?.[0]?.fields?.[0];
}

test('the steps of a plan stand in the embed before there is any text, and stay with it', async () => {
  const plan = plannedTurn('The program is mended.');
  host = await startDiscordHost({ events: plan.events });
  const at = host;
  at.discord.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} translate and mend` });
  await until(() => expect(steps(at)).toMatchObject({ name: 'Steps', value: '0/2 translate …' }));
  plan.release();
  await until(() => expect(steps(at)).toMatchObject({ value: '1/2 translate ✓ · code …' }));
  plan.release();
  await at.answered();
  expect(answers(at)).toHaveLength(1);
  expect(steps(at)).toMatchObject({ value: '2/2 translate ✓ · code ✓' });
  expect(JSON.stringify(answers(at)[0]?.embeds)).toContain('The program is mended.');
});

test('they are told in the language of the message, and one that failed is marked', async () => {
  const plan = plannedTurn('程序没有改好。', ['code']);
  host = await startDiscordHost({ events: plan.events });
  const at = host;
  at.discord.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} 翻译并修改` });
  await until(() => expect(steps(at)).toMatchObject({ name: '步骤', value: '0/2 翻译 …' }));
  plan.release();
  plan.release();
  await at.answered();
  expect(steps(at)).toMatchObject({ value: '2/2 翻译 ✓ · 代码 ✗' });
});
