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

function start() {
  const script = join(import.meta.dirname, '../../../adapters/terminal/chat.ts');
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: { DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url },
  });
  return { child, ended: once(child, 'close') };
}

/** `npm run chat` with these lines as its standard input, which ends behind them. */
async function chat(...lines: string[]) {
  const { child, ended } = start();
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
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

test('/why, /retry, /settings and /json work as on the platforms', async () => {
  vllm.set({
    script: ({ structured_outputs, response_format }) => jsonOr(structured_outputs ?? response_format),
  });
  const { code, stderr, stdout } = await chat(
    '/retry',
    'hello',
    '/retry',
    '/why',
    '/settings language=German',
    '/json age:int | Ann is 31',
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/nothing of yours.*Plain\..*Plain\..*Answered by:\*\* general/s);
  expect(stdout).toContain('- Language of the answers: German');
  expect(stdout).toContain('"age": 31');
});

/** JSON where the request is held to it, else a word. */
function jsonOr(held: unknown): string {
  return held === undefined ? 'Plain.' : '{"age":31}';
}

test('/stop ends the answer that is being written, and what was written stays', async () => {
  vllm.set({ tokenMs: 20, script: () => `Begun. ${'word '.repeat(5_000)}` });
  const { child, ended } = start();
  child.stdin.write('tell me a long story\n');
  let stdout = '';
  for await (const chunk of child.stdout) {
    stdout += chunk;
    if (stdout.includes('word') && !child.stdin.writableEnded) child.stdin.end('/stop\n');
  }
  expect(await ended).toEqual([0, null]);
  expect(stdout).toContain('Begun.');
  expect(stdout).toMatch(/Stopped · general/);
});

test('an error is said in words, and the chat goes on', async () => {
  vllm.set({ script: () => 'Well again.', fault: { kind: 'status', status: 500, times: 1 } });
  const { code, stdout, stderr } = await chat('hello', 'hello?');
  expect(code).toBe(0);
  expect(stderr).toContain('The model failed on this message.');
  expect(stdout).toContain('Well again.');
});
