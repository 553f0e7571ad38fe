import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';

let vllm: VllmDouble;
let folder: string;

beforeAll(async () => {
  vllm = await startVllm();
  folder = await mkdtemp(join(tmpdir(), 'switchboard-chat-'));
});

afterAll(async () => {
  await vllm.close();
  await rm(folder, { recursive: true, force: true });
});

/** `npm run chat` with these lines as its standard input, which ends behind them. */
async function chat(...lines: string[]) {
  const script = join(import.meta.dirname, '../../../adapters/terminal/chat.ts');
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: { DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url },
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

test('lines that are piped in are answered one after the other, in one conversation', async () => {
  vllm.set({ tokenMs: 20, script: ({ messages }) => `Answer ${(messages as unknown[]).length / 2}.` });
  const { code, stdout, stderr } = await chat('my name is Ann', '', 'what is my name?');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Answer 1\.\n.*double\/chat-7b.*Answer 2\.\n.*double\/chat-7b/s);
});

test('commands pick the expert, list who is there, and forget', async () => {
  vllm.set({ tokenMs: 0, script: ({ messages }) => `Answer ${(messages as unknown[]).length / 2}.` });
  const { code, stdout } = await chat('/math 2+2', '/experts', '/reset', 'hello', '/help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Answer 1\.\nmath · .*general: double\/chat-7b \(up\).*Forgotten.*Answer 1\./s);
  expect(stdout).toContain('/translate');
});

test('an error is said in words, and the chat goes on', async () => {
  vllm.set({ script: () => 'Well again.', fault: { kind: 'status', status: 500, times: 1 } });
  const { code, stdout, stderr } = await chat('hello', 'hello?');
  expect(code).toBe(0);
  expect(stderr).toContain('The model failed on this message.');
  expect(stdout).toContain('Well again.');
});
