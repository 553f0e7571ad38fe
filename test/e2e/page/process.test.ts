import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findGguf } from '../../../src/experts/embedded/gguf-file.ts';
import { startVllm } from '../../doubles/vllm/server.ts';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually } from '../../support/chat-page.ts';
import { type Running, startSwitchboard } from '../../support/processes.ts';

const chromium = findChromium();
const model = await findGguf(join(import.meta.dirname, '../../../data/models'));
if (model === null) console.warn('skipped: no real model is in data/models; npm run model fetches one');

/** Processes start, and a model is loaded, on a machine that may be busy. */
const PATIENCE = { timeout: 60_000 };

describe.skipIf(chromium === null)('the chat page of a whole process', PATIENCE, () => {
  const { closeLater, visit } = chatPages(chromium);

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'switchboard-'));
    closeLater({ close: () => rm(path, { recursive: true, force: true }) });
    return path;
  }

  async function start(env: Record<string, string>): Promise<Running> {
    const running = await startSwitchboard(env);
    closeLater({ close: () => running.stop('SIGKILL') });
    return running;
  }

  test('killed in mid-answer: the open page says so once it is back, and asks again with a press', async () => {
    const vllm = await startVllm({ tokenMs: 50, script: () => 'word '.repeat(1_000) });
    closeLater(vllm);
    const env = { DATA_DIR: await folder(), EXPERT_GENERAL_URL: vllm.url };
    const first = await start(env);
    const { ask, ended, page, says } = await visit(first.url);
    await ask('What was lost?');
    await says('word word');
    await first.stop('SIGKILL');
    await page.locator('.status', { hasText: 'Connection lost' }).waitFor();

    await vllm.set({ tokenMs: 0, script: () => 'Here it is.' });
    await start({ ...env, PORT: new URL(first.url).port });
    const lost = page.locator('.error', { hasText: 'restarted before this was answered' });
    await lost.waitFor();
    await page.reload();
    await lost.waitFor();
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['What was lost?']);
    await page.getByRole('button', { name: 'Try again' }).click();
    await says('Here it is.');
    await ended();
    await page.locator('.receipt').waitFor();
    await page.reload();
    await says('Here it is.');
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['What was lost?']);
    expect(await page.locator('.error').count()).toBe(0);
  });

  test.skipIf(model === null)(
    'with the embedded model: it is waited for, then streams, stops, and asks again',
    async () => {
      const { url } = await start({ DATA_DIR: await folder(), EMBEDDED_MODEL: model ?? '' });
      const { answers, ask, ended, page, problems } = await visit(url);
      await ask('What is the capital of France?');
      await ended();
      await eventually(() => answers.innerText()).toMatch(/Paris/);
      await page.locator('.receipt summary').click();
      expect(await page.locator('.receipt dl').innerText()).toMatch(/SmolLM/i);
      await page.locator('#context [role=meter]').waitFor();

      await ask('Tell me a long story about a lighthouse.');
      await eventually(() => answers.nth(1).innerText()).toMatch(/\w+ \w+/);
      await page.keyboard.press('Escape');
      await page.locator('.remark', { hasText: 'Stopped.' }).waitFor();
      const written = await answers.nth(1).innerText();
      await page.reload();
      await eventually(() => answers.nth(1).innerText()).toBe(written);

      await page.locator('#expert-picker').click();
      expect(await page.getByRole('menuitemradio', { name: /^General/ }).innerText()).toContain(
        'built-in model',
      );
      expect(problems).toEqual([]);
    },
  );
});
