import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startVllm, type VllmOptions } from '../doubles/vllm/server.ts';
import { tempFolder } from '../support/temp-folder.ts';

const doctorFile = resolve(import.meta.dirname, '../../src/doctor.ts');

/** Runs `npm run doctor` in a folder of its own, with nothing in its environment but these variables. */
async function doctor(env: Record<string, string>, cwd = tempFolder()) {
  const child = spawn(process.execPath, [doctorFile], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { out, err, code, cwd };
}

async function vllm(options: VllmOptions = {}) {
  const server = await startVllm(options);
  onTestFinished(() => server.close());
  return server;
}

test('with a server that answers, all is well: exit code 0', async () => {
  const { url } = await vllm({ models: ['qwen'], apiKey: 'the-server-key' });
  const run = await doctor({ EXPERT_GENERAL_URL: url, EXPERT_GENERAL_API_KEY: 'the-server-key' });
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toContain(`general: ${url} serves qwen, window 32,768 tokens`);
  expect(run.out).toContain('code, math, translate, structured: played by general\n');
  expect(run.out).toContain('vision: off, pictures need EXPERT_VISION_URL');
  expect(run.out).toMatch(/SQLite in .*switchboard\.db/);
  expect(run.out).toMatch(/No problems, no warnings\.\n$/);
  expect(run.out).not.toContain('the-server-key');
  expect(run.out).not.toContain('\u001b');
});

test('a general model that sees plays vision, and the helpers are tried out', async () => {
  const general = await vllm({ models: [{ id: 'main', root: 'Qwen/Qwen2.5-VL-7B-Instruct' }] });
  const repair = await vllm({ models: [{ id: 'mender', root: 'TinyLlama/TinyLlama-1.1B-Chat-v1.0' }] });
  const embed = await vllm({ models: [{ id: 'bge', runner: 'pooling' }] });
  const run = await doctor({
    EXPERT_GENERAL_URL: general.url,
    EXPERT_REPAIR_URL: repair.url,
    EXPERT_EMBED_URL: embed.url,
  });
  expect(run.code).toBe(0);
  expect(run.out).toContain('code, math, translate, structured, vision: played by general');
  expect(run.out).not.toContain('EXPERT_VISION_URL');
  expect(run.out).toContain(`repair: ${repair.url} serves mender`);
  expect(run.out).toContain(`embed: ${embed.url} embeds: vectors of 64 numbers`);
});

test('every expert in trouble is named at once: exit code 1', async () => {
  const keyed = await vllm({ apiKey: 'right-server-key' });
  const other = await vllm({ models: ['llama'] });
  const down = await vllm();
  await down.close();
  const run = await doctor({
    EXPERT_GENERAL_URL: down.url,
    EXPERT_CODE_URL: keyed.url,
    EXPERT_CODE_API_KEY: 'wrong-server-key',
    EXPERT_MATH_URL: other.url,
    EXPERT_MATH_MODEL: 'deepseek-math',
  });
  expect(run.code).toBe(1);
  expect(run.out).toContain(`general: ${down.url} cannot be reached: nothing listens there`);
  expect(run.out).toContain('Start the server, or correct EXPERT_GENERAL_URL.');
  expect(run.out).toContain(`code: ${keyed.url} refuses the key (401)`);
  expect(run.out).toContain(`math: ${other.url} serves llama, not deepseek-math`);
  expect(run.out).toContain('warning  translate, structured: down until general is up, which plays them');
  expect(run.out).not.toContain('played by general');
  expect(run.out).toMatch(/3 problems, 1 warning\.\n$/);
  expect(run.out + run.err).not.toContain('server-key');
});

test('all mistakes of the configuration are told, and what was not checked: exit code 1', async () => {
  const run = await doctor({
    PORT: 'abc',
    LOG_TEXT: 'yes',
    SLACK_BOT_TOKEN: 'xoxb-secret-token',
    EXPERT_CODER_URL: 'x',
  });
  expect(run).toMatchObject({ code: 1, err: '' });
  for (const variable of ['PORT', 'LOG_TEXT', 'SLACK_BOT_TOKEN', 'EXPERT_CODER_URL']) {
    expect(run.out).toMatch(new RegExp(`^ {2}(problem|warning) +${variable}: `, 'm'));
  }
  expect(run.out).toContain('The rest was not checked');
  expect(run.out).toMatch(/3 problems, 1 warning\.\n$/);
  expect(run.out).not.toContain('xoxb-secret-token');
});

test('.env of the working directory is read', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, '.env'), 'PORT=abc\n');
  expect((await doctor({}, cwd)).out).toContain('PORT: "abc" is not a whole number');
});

test('a platform that cannot be reached is a problem, told without its token', async () => {
  const { url } = await vllm();
  const discord = { DISCORD_TOKEN: 'discord-secret-token', DISCORD_API_URL: 'http://127.0.0.1:9/api' };
  const run = await doctor({ EXPERT_GENERAL_URL: url, ...discord });
  expect(run.code).toBe(1);
  expect(run.out).toContain('discord: DISCORD_TOKEN, Discord cannot be reached');
  expect(run.out).not.toContain('discord-secret-token');
});

test('a data folder that cannot be made is a problem of DATA_DIR', async () => {
  const { url } = await vllm();
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'file'), '');
  const run = await doctor({ EXPERT_GENERAL_URL: url, DATA_DIR: 'file/data' }, cwd);
  expect(run.code).toBe(1);
  expect(run.out).toMatch(/problem {2}DATA_DIR: .*file\/data cannot be written to \(ENOTDIR\)/);
});

test('a store that this version does not have is a problem that does not show its password', async () => {
  const { url } = await vllm();
  const run = await doctor({ EXPERT_GENERAL_URL: url, STORE_URL: 'redis://:the-store-password@cache:6379' });
  expect(run.code).toBe(1);
  expect(run.out).toMatch(/problem {2}STORE_URL: redis: is not available/);
  expect(run.out).not.toContain('the-store-password');
});

test('without a server, the model is told that would be used', async () => {
  const nothing = await doctor({});
  expect(nothing.code).toBe(0);
  expect(nothing.out).toMatch(/would download \S+\.gguf \(\d+ MB\) from https:\/\/huggingface\.co/);

  const cwd = tempFolder();
  mkdirSync(join(cwd, 'data/models'), { recursive: true });
  writeFileSync(join(cwd, 'data/models/tiny.gguf'), 'GGUF and more');
  const found = await doctor({}, cwd);
  expect(found.out).toContain(`would use ${join(cwd, 'data/models/tiny.gguf')}`);
});

test.each([
  ['off', /EMBEDDED_MODEL=off, and general has no server: nothing can answer/],
  ['missing.gguf', /EMBEDDED_MODEL: .*missing\.gguf is not a readable GGUF file/],
])('EMBEDDED_MODEL=%s without a server is a problem', async (EMBEDDED_MODEL, line) => {
  const run = await doctor({ EMBEDDED_MODEL });
  expect(run.code).toBe(1);
  expect(run.out).toMatch(line);
  expect(run.out).not.toContain('played by general');
});

test('the doctor leaves nothing behind but the stores', async () => {
  const { cwd } = await doctor({});
  expect(readdirSync(join(cwd, 'data')).filter((name) => !name.startsWith('switchboard.db'))).toEqual([]);
});
