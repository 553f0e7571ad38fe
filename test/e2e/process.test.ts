import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { type Running, runProcess, startSwitchboard } from '../support/processes.ts';

let vllm: VllmDouble;
let folder: string;
let running: Running | null;

beforeEach(async () => {
  vllm = await startVllm({ script: () => 'The answer.' });
  folder = await mkdtemp(join(tmpdir(), 'switchboard-e2e-'));
  running = null;
});

afterEach(async () => {
  await running?.stop('SIGKILL');
  await vllm.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<Running> {
  running = await startSwitchboard({ DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url, ...env });
  return running;
}

function post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${running?.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

const ask = async (text: string, conversation = 'c') =>
  (await (await post('/v1/ask', { text, conversation })).json()) as Record<string, unknown>;

describe('npm start', () => {
  test('says in one line each what runs, answers, and ends with 0 on SIGTERM', async () => {
    const { stdout, url, stop } = await start();
    expect(stdout()).toMatch(/^general: double\/chat-7b, 32768 tokens, at http:\S+, up$/m);
    expect(stdout()).toMatch(/^stores: SQLite in /m);
    expect(stdout()).toMatch(/^web: /m);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await ask('hello')).toMatchObject({ response: 'The answer.', conversation: 'c' });
    expect(await stop()).toBe(0);
  });

  test('names all mistakes of the configuration at once and exits with 1', async () => {
    const bad = { PORT: 'abc', LOG_TEXT: 'maybe', EXPERT_GENERAL_URL: 'not a url', DATA_DIR: folder };
    const { code, stderr, stdout } = await runProcess(['src/main.ts'], bad);
    expect(code).toBe(1);
    for (const name of ['PORT', 'LOG_TEXT', 'EXPERT_GENERAL_URL']) expect(stderr).toContain(`${name}:`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
  });

  test('starts without the expert that is down, says so honestly, and goes on once it is back', async () => {
    await vllm.set({ down: true });
    const { stdout, url } = await start();
    expect(stdout()).toMatch(/^general: .* down \(ECONNREFUSED\)$/m);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    const refused = await post('/v1/ask', { text: 'hello' });
    expect(refused.status).toBe(503);
    await vllm.set({ down: false });
    expect(await ask('hello')).toMatchObject({ response: 'The answer.' });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test('starts without any model, and says exactly what to set', async () => {
    const { stderr } = await start({ EXPERT_GENERAL_URL: '', EMBEDDED_MODEL: 'off' });
    const answer = await post('/v1/ask', { text: 'hello' });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toMatch(/EXPERT_GENERAL_URL=.*EMBEDDED_MODEL=/);
    expect(stderr()).toMatch(/EXPERT_GENERAL_URL=.*EMBEDDED_MODEL=/);
  });

  test('a second process on the same data folder is refused with a sentence', async () => {
    await start();
    const env = { PORT: '0', DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url };
    const { code, stderr } = await runProcess(['src/main.ts'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('DATA_DIR');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a stop', () => {
  test('by SIGTERM lets the running answer finish', async () => {
    vllm.set({ tokenMs: 100, script: () => 'one two three four five six' });
    const { exited, stop } = await start();
    const answer = ask('count');
    await vllm.nextRequest();
    await expect.poll(() => vllm.running).toBe(1);
    void stop();
    expect(await answer).toMatchObject({ response: 'one two three four five six' });
    expect(await exited).toBe(0);
  });

  test('reaches the bot through npm, which would otherwise leave it running', async () => {
    const env = { ...process.env, PORT: '0', DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url };
    const npm = spawn('npm', ['start'], { cwd: join(import.meta.dirname, '../..'), env, stdio: 'pipe' });
    const exited = once(npm, 'exit');
    for await (const line of createInterface({ input: npm.stdout })) {
      if (line.startsWith('Switchboard: ')) break;
    }
    npm.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  test('by SIGTERM while it still starts ends at once, with 0', async () => {
    // Accepts, and never answers: the first look at the expert takes its time.
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const env = { PORT: '0', DATA_DIR: folder, EXPERT_GENERAL_URL: `http://127.0.0.1:${port}/v1` };
    const asked = once(silent, 'connection');
    const script = join(import.meta.dirname, '../../src/main.ts');
    const bot = spawn(process.execPath, [script], { cwd: folder, env, stdio: 'ignore' });
    const exited = once(bot, 'exit');
    const [socket] = (await asked) as [Socket];
    socket.on('error', () => {});
    bot.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    silent.close();
  });

  test('by SIGKILL loses nothing that was answered', async () => {
    await start();
    await ask('my name is Ann');
    await running?.stop('SIGKILL');
    await start();
    await ask('what is my name?');
    const prompt = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
    expect(prompt).toMatchObject({
      messages: [
        { role: 'system' },
        { content: 'my name is Ann' },
        { content: 'The answer.' },
        { content: 'what is my name?' },
      ],
    });
  });
});

describe('a caller that goes away', () => {
  test.each([true, false])('ends the generation at the server (stream: %s)', async (stream) => {
    await start();
    vllm.set({ tokenMs: 20, script: () => 'word '.repeat(2_000) });
    const leave = new AbortController();
    const gone = vllm.nextAbort();
    // Surely general: the one request that runs is the generation, none to the judge.
    const asked = post('/v1/ask', { text: 'Tell me a long fairy tale', stream }, leave.signal);
    await expect.poll(() => vllm.running).toBe(1);
    leave.abort();
    await asked.catch(() => {});
    await gone;
    await expect.poll(() => vllm.running).toBe(0);
  });
});

test('a hundred conversations at once are all answered, each with its own', async () => {
  vllm.set({ script: (body) => `You said: ${(body.messages as { content: string }[]).at(-1)?.content}` });
  await start();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => ask(`number ${index}`, `c${index}`)),
  );
  expect(answers.map(({ response }) => response)).toEqual(
    Array.from({ length: 100 }, (_, index) => expect.stringContaining(`number ${index}`)),
  );
});
