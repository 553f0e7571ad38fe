import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect } from '../support/experts.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { KEY, message } from '../support/turns.ts';
import { startWhole, type Whole } from '../support/whole.ts';

const never = new AbortController().signal;
let vllm: VllmDouble;
let dataDir: string;

beforeEach(async () => {
  vllm = await startVllm({ models: [{ id: 'main', root: 'Qwen/Qwen2.5-7B-Instruct' }] });
  dataDir = tempFolder();
  onTestFinished(() => vllm.close());
});

/** The whole of it over one file, as after each start of the process. */
const start = (): Promise<Whole> =>
  startWhole({ general: [vllm.url] }, { storeUrl: `sqlite:${join(dataDir, 'store.db')}`, dataDir });

const lastBody = () => vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;

test('settings, buttons and turns of a conversation are there again after a restart', async () => {
  const before = await start();
  const { switchboard } = before;
  await switchboard.changeSettings(KEY, {
    persona: '导师',
    expert: 'math',
    temperature: '0.3',
    language: 'German',
  });
  const first = await collect(switchboard.ask(message('Hello there', { id: 'a' }), never));
  expect(first.receipt).toMatchObject({ expert: 'math', route: { tier: 'rule' } });
  expect(lastBody()).toMatchObject({ temperature: 0.3 });
  expect(JSON.stringify(lastBody())).toMatch(/耐心的导师.*Answer in German\./s);
  const owner = { conversation: KEY, message: 'a', user: 'u' };
  const payload = (await switchboard.buttons.issue(owner))({ do: 'expert', expert: 'code' });
  await before.close();

  const after = await start();
  onTestFinished(() => after.close());
  const pressed = await after.switchboard.buttons.read(payload, { user: 'u', conversations: [KEY] });
  expect(pressed).toEqual({ ok: true, action: { do: 'expert', expert: 'code' }, owner });
  expect(await after.switchboard.settings(KEY)).toMatchObject({ expert: 'math', temperature: 0.3 });

  expect(await after.switchboard.judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'code' })).toBe(true);
  const retry = await after.switchboard.again(KEY, { id: 'a' }, { id: 'a2', expert: 'code' });
  const second = await collect(after.switchboard.ask(retry ?? message(''), never));
  expect(second.receipt).toMatchObject({ expert: 'code', route: { tier: 'forced' } });
  expect(await after.switchboard.turns(KEY)).toHaveLength(1);
  const corrections = after.switchboard.stores.cache('corrections').iterator();
  const [, kept] = (await corrections.next()).value ?? [];
  expect(kept).toMatchObject({ label: 'code', was: 'math', features: { buckets: expect.any(Array) } });
  expect(JSON.stringify(kept)).not.toContain('Hello');
});
