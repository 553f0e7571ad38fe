import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';
import { runProcess } from '../../support/processes.ts';

let vllm: VllmDouble;
let folder: string;

beforeAll(async () => {
  vllm = await startVllm({ script: () => 'The \u001b[31manswer\u001b[0m.' });
  folder = await mkdtemp(join(tmpdir(), 'switchboard-ask-'));
});

afterAll(async () => {
  await vllm.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (...words: string[]) =>
  runProcess(['adapters/terminal/ask.ts', ...words], { DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url });

test('the answer goes to stdout, without control characters that a terminal would obey', async () => {
  expect(await ask('why', 'is', 'that?')).toMatchObject({ code: 0, stdout: 'The [31manswer[0m.\n' });
  const body = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  expect(body).toMatchObject({ messages: [{ role: 'system' }, { content: 'why is that?' }] });
});

test('who answered, how sure that was and how long it took is said on stderr', async () => {
  const { stderr, stdout } = await ask('hello');
  expect(stderr).toMatch(/general · .*\d\.\d s · \S+\n$/);
  expect(stdout).not.toContain('·');
});

test('with --json stdout holds nothing but the receipt', async () => {
  const { code, stdout } = await ask('--json', '--expert', 'math', '--conversation', 'mine', '2+2');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    conversation: 'mine',
    route: { expert: 'math', tier: 'forced' },
    response: 'The \u001b[31manswer\u001b[0m.',
  });
});

test('a named conversation goes on in the next process', async () => {
  await ask('--conversation', 'kept', 'one');
  await ask('--conversation', 'kept', 'two');
  const body = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  expect(body).toMatchObject({ messages: { length: 4 } });
});

test('an unknown expert is said with those there are', async () => {
  const { code, stderr, stdout } = await ask('--expert', 'poetry', 'hello');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/no expert “poetry”.*general, code, math/s);
});

test('a failure is one sentence on stderr, and exit code 1', async () => {
  vllm.set({ fault: { kind: 'status', status: 500, times: 1 } });
  const { code, stderr, stdout } = await ask('--json', 'hello');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('The model failed on this message. Try again.');
});
