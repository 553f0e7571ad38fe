import { mkdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startVllm } from '../../doubles/vllm/server.ts';
import { startSwitchboard } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { createWebBrowser, newConversation, newKey, receiptOf, textOf } from '../../support/web-browser.ts';

const LONG = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ');

/** The whole program over one data folder; `start` begins it anew, and a browser keeps its cookie in between. */
async function setUp() {
  const vllm = await startVllm({
    models: [{ id: 'main', root: 'Qwen/Qwen2.5-7B-Instruct' }],
    script: () => LONG,
  });
  onTestFinished(() => vllm.close());
  const folder = tempFolder();
  mkdirSync(folder, { recursive: true });
  const start = async () => {
    const running = await startSwitchboard({ DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url });
    onTestFinished(async () => void (await running.stop('SIGKILL')));
    return running;
  };
  return { start, vllm };
}

test('a question whose server was killed in mid-answer is offered again, and answered once', async () => {
  const { start, vllm } = await setUp();
  await vllm.set({ fault: { kind: 'hang', afterTokens: 10 } });
  const killed = await start();
  const browser = createWebBrowser(killed.url);
  const id = newConversation();
  const question = { text: 'Write much', key: newKey(), expert: 'math' };
  const answer = await browser.follow('POST', `/web/conversations/${id}/turns`, question);
  await answer.until(({ event }) => event === 'text');
  await killed.stop('SIGKILL');
  await expect(answer.rest()).rejects.toThrow();

  await vllm.set({ fault: null });
  const again = createWebBrowser((await start()).url, browser.cookie());
  const { running, turns, unanswered } = await again.conversation(id);
  expect({ running, turns }).toEqual({ running: null, turns: [] });
  expect(unanswered).toMatchObject({ text: 'Write much', expert: 'math', attachments: [] });
  expect((await again.list()).conversations).toMatchObject([{ id, title: 'Write much', turns: 0 }]);
  const path = `/web/conversations/${id}/turns/${encodeURIComponent(unanswered?.message ?? '')}/again`;
  const events = await again.events('POST', path, { key: newKey() });
  expect(textOf(events)).toBe(LONG);
  expect(receiptOf(events).expert).toBe('math');
  expect(await again.conversation(id)).toMatchObject({ turns: [{ text: 'Write much' }], unanswered: null });
}, 60_000);

test('a turn that nobody watches has the grace of a request to end when the server is told to stop', async () => {
  const { start, vllm } = await setUp();
  await vllm.set({ tokenMs: 20 });
  const stopped = await start();
  const browser = createWebBrowser(stopped.url);
  const id = newConversation();
  const answer = await browser.follow('POST', `/web/conversations/${id}/turns`, {
    text: 'Hi',
    key: newKey(),
  });
  await answer.until(({ event }) => event === 'text');
  answer.leave();
  expect(await stopped.stop('SIGTERM')).toBe(0);
  const again = createWebBrowser((await start()).url, browser.cookie());
  expect(await again.conversation(id)).toMatchObject({
    turns: [{ response: LONG, stopped: false }],
    unanswered: null,
  });
}, 60_000);
