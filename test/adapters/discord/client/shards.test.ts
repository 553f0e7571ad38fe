import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startBot } from '../../../contract/bot.ts';
import { type DiscordStage, startDiscordStage } from '../../../contract/discord-stage.ts';
import { type ScriptedModel, startScriptedModel } from '../../../contract/scripted-model.ts';
import { visibleText } from '../../../doubles/discord/visible.ts';
import { BOT, type DiscordChannel } from '../../../doubles/discord/workspace.ts';
import type { Running } from '../../../support/processes.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };
const SHARDS = [0, 1];

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

let folder: string;
let stage: DiscordStage;
let model: ScriptedModel;
const bots: Running[] = [];

/** Two guilds for each shard, which Discord reads from the time in a guild's id. */
const GUILDS = [0, 1, 2, 3].map((n) => String((BigInt(800_000_000_000 + n) << 22n) + 1n));
const shardOf = (guild: string | null): number => (guild === null ? 0 : Number((BigInt(guild) >> 22n) % 2n));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-shards-'));
  stage = await startDiscordStage({ shards: SHARDS.length });
  for (const id of GUILDS) stage.discord.workspace.addGuild(`Guild ${id}`, id);
  model = await startScriptedModel(0, 50);
  for (const shard of SHARDS) {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    const environment = { DISCORD_SHARDS: `${shard}/${SHARDS.length}` };
    bots.push(
      await startBot({ stage, dataDir, models: { general: model.url, code: model.url }, environment }),
    );
  }
  await stage.discord.connected(SHARDS);
});

afterAll(async () => {
  await Promise.all(bots.map((bot) => bot.stop('SIGKILL')));
  await Promise.all([model?.close(), stage?.close()]);
  await rm(folder, { recursive: true, force: true });
});

test('two processes share the guilds by their shards, and each message is answered once', async () => {
  const { discord } = stage;
  const { workspace } = discord;
  const ann = [...workspace.users.values()].find(({ name }) => name === 'ann');
  if (ann === undefined) throw new Error('nobody to write');
  expect(new Set(GUILDS.map(shardOf))).toEqual(new Set(SHARDS));
  const channels: DiscordChannel[] = GUILDS.map((guild) => {
    const channel = workspace.addChannel({ kind: 'text', guild });
    discord.events.channel('CHANNEL_CREATE', channel);
    return channel;
  });
  channels.push(workspace.addChannel({ kind: 'direct', recipient: ann.id }));
  const places = channels.map((channel, at) => ({ channel, word: `q-place${at}.`, answer: `e-place${at}.` }));
  for (const { word, answer } of places) model.answer(word, `Hello. ${answer}`);
  const answers = ({ id }: DiscordChannel) =>
    workspace.messages(id).filter(({ author, deleted }) => author === BOT.user && !deleted);
  const write = ({ channel, word }: (typeof places)[number]) =>
    discord.people.write({ channel, user: ann, text: `<@${BOT.user}> /code ${word}` });
  const all = () => places.map(({ channel }) => answers(channel).map((message) => visibleText(message)));
  const each = (times: number) =>
    places.map(({ answer }) => Array.from({ length: times }, () => expect.stringContaining(answer)));

  for (const place of places) write(place);
  await vi.waitFor(() => expect(all()).toEqual(each(1)), PATIENCE);
  // An answer that came twice would stand before these.
  for (const place of places) write(place);
  await vi.waitFor(() => expect(all()).toEqual(each(2)), PATIENCE);
  for (const { word } of places) expect(model.asked(word)).toBe(2);
  expect(discord.violations()).toEqual([]);
});
