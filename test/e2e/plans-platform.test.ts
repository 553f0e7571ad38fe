import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBot } from '../contract/bot.ts';
import type { Room, Said, Shown } from '../contract/stage.ts';
import { startTelegramStage, type TelegramStage } from '../contract/telegram-stage.ts';
import { ERROR, INTEGRATING, type PlanServers, startPlanServers } from '../support/plan-stage.ts';
import type { Running } from '../support/processes.ts';
import { sentTo } from '../support/served-model.ts';

/** Telegram is paced. */
const WAIT = { timeout: 20_000, interval: 50 };
/** A start takes its time where much runs side by side. */
const AFTER_RESTART = { timeout: 40_000, interval: 50 };

let servers: PlanServers;
let stage: TelegramStage;
let bot: Running;
let dataDir: string;

const start = () =>
  startBot({
    stage,
    dataDir,
    models: { general: servers.general.url, code: servers.code.url, translate: servers.nllb.url },
    environment: { EXPERT_TRANSLATE_KIND: 'nllb' },
  });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'switchboard-plans-'));
  servers = await startPlanServers(ERROR.script);
  stage = await startTelegramStage({ mode: 'polling' });
  bot = await start();
});
afterEach(async () => {
  await bot.stop('SIGKILL');
  await stage.close();
  await servers.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Says the message, and waits until its reply tells of the step that does not end. */
async function inMidPlan(): Promise<{ readonly room: Room; readonly said: Said; readonly shown: Shown }> {
  await servers.code.set({ sleeping: true });
  servers.nllb.faults.push({ kind: 'hold' });
  const room = stage.room();
  const said = await room.say(ERROR.text);
  await expect.poll(() => room.answers(said).length, WAIT).toBe(1);
  await servers.nllb.received(1);
  servers.nllb.release();
  // An edit shows that the bot has stored what it posted: killed before, it may have to post it once more.
  await expect.poll(() => room.answers(said).at(0)?.text ?? '', WAIT).toContain('translate ✅ · code');
  const [shown] = room.answers(said);
  if (shown === undefined) throw new Error('nothing is shown');
  return { room, said, shown };
}

test('killed in the middle of a plan, the bot ends it after its restart in the same message', async () => {
  const { room, said, shown } = await inMidPlan();
  await bot.stop('SIGKILL');
  await servers.code.set({ sleeping: false });
  bot = await start();
  await expect
    .poll(
      () =>
        room
          .answers(said)
          .map(({ text }) => text)
          .join(),
      AFTER_RESTART,
    )
    .toContain('That is all.');
  const standing = room.answers(said).filter(({ deleted }) => !deleted);
  expect(standing.map(({ id }) => id)).toEqual([shown.id]);
  expect(standing[0]?.text).toContain('return x[0] if x else None');
  // The receipt, with all who worked on it.
  expect(standing[0]?.text).toMatch(/translate → code → general/);
  expect(stage.violations()).toEqual([]);
}, 100_000);

test('stopped in the middle of a plan, all of it is', async () => {
  const { room, said } = await inMidPlan();
  await room.command('stop');
  await expect.poll(() => servers.code.aborts.length, WAIT).toBe(1);
  await expect.poll(() => room.answers(said).at(-1)?.text ?? '', WAIT).toMatch(/stopped/i);
  expect(sentTo(servers.general).some((sent) => JSON.stringify(sent.body).includes(INTEGRATING))).toBe(false);
}, 60_000);
