import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startBot } from '../../../contract/bot.ts';
import { type DiscordStage, startDiscordStage } from '../../../contract/discord-stage.ts';
import { type ScriptedModel, startScriptedModel } from '../../../contract/scripted-model.ts';
import type { Running } from '../../../support/processes.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };

vi.setConfig({ testTimeout: 50_000, hookTimeout: 30_000 });

let folder: string;
let stage: DiscordStage;
let model: ScriptedModel;
let bot: Running;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-session-'));
  stage = await startDiscordStage();
  model = await startScriptedModel(0, 50);
  bot = await startBot({ stage, dataDir: folder, models: { general: model.url, code: model.url } });
});

afterAll(async () => {
  await bot?.stop('SIGKILL');
  await Promise.all([model?.close(), stage?.close()]);
  await rm(folder, { recursive: true, force: true });
});

test('a session that cannot be resumed loses nothing, and nothing is answered twice', async () => {
  const { gateway } = stage.discord;
  const words = ['q-before', 'q-during', 'q-after'];
  for (const word of words) model.answer(word, `It is here. ${word.replace('q-', 'e-')}`);
  const room = stage.room();
  const texts = () => room.shown().map(({ text }) => text);
  const holding = (answers: readonly string[]) => answers.map((answer) => expect.stringContaining(answer));

  await room.say('/code q-before');
  await vi.waitFor(() => expect(texts()).toEqual(holding(['e-before'])), PATIENCE);
  const identifies = gateway.identifies;
  const resumes = gateway.resumes;
  const back = gateway.back();
  gateway.invalidate(false);
  // No session is there that it could be told to.
  await room.say('/code q-during');
  await back;
  expect(gateway.identifies).toBeGreaterThan(identifies);
  expect(gateway.resumes).toBe(resumes);
  await vi.waitFor(() => expect(texts()).toEqual(holding(['e-before', 'e-during'])), PATIENCE);
  await room.say('/code q-after');
  await vi.waitFor(() => expect(texts()).toEqual(holding(['e-before', 'e-during', 'e-after'])), PATIENCE);
  for (const word of words) expect(model.asked(word)).toBe(1);
  expect(stage.violations()).toEqual([]);
});
