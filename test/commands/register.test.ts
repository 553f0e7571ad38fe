import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startDiscord } from '../doubles/discord/server.ts';
import { startTelegram } from '../doubles/telegram/server.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SCRIPT = join(import.meta.dirname, '../../commands/register.ts');

/** `npm run commands:register` with this environment and nothing else. */
async function register(env: Record<string, string> = {}, ...args: string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { cwd: await tempFolder(), env });
  child.stdin.end();
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

test('with nothing set it prints the manifest for Socket Mode, and nothing else', async () => {
  const { code, stderr, stdout } = await register();
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).settings.socket_mode_enabled).toBe(true);
});

test('mistakes in variables of other parts do not matter', async () => {
  const { code, stdout } = await register({
    PORT: 'no number',
    EXPERT_CODE_URL: 'nonsense',
    TELEGRAM_BOT_TOKEN: 'x',
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).features.slash_commands.length).toBeGreaterThan(10);
});

test('with a signing secret alone it is the manifest for HTTP, at PUBLIC_URL', async () => {
  const env = { SLACK_SIGNING_SECRET: '0123456789abcdef', PUBLIC_URL: 'https://bot.example.com' };
  const { stdout } = await register(env);
  expect(JSON.parse(stdout).settings.interactivity.request_url).toBe('https://bot.example.com/slack/events');
});

test('what is missing or wrong is named, and ends it with 1', async () => {
  const missing = await register({}, '--http');
  expect(missing).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('PUBLIC_URL') });
  const wrong = await register({ PUBLIC_URL: 'nope' });
  expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('PUBLIC_URL') });
  const unknown = await register({}, '--what');
  expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Usage') });
});

test('Discord is told of commands and menus, everywhere or in one guild; a refusal ends it with 1, without the token', async () => {
  const discord = await startDiscord();
  try {
    const env = { DISCORD_TOKEN: discord.botToken, DISCORD_API_URL: discord.apiUrl };
    const done = await register(env);
    expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining('discord: 14 commands') });
    expect(discord.commands.find(null, 1, 'math')).not.toBeNull();
    expect(discord.commands.find(null, 3, 'Ask Switchboard')).not.toBeNull();
    const { id } = discord.workspace.addGuild('Trying out');
    await register(env, '--guild', id);
    expect(discord.commands.in(id).length).toBe(discord.commands.in('').length);
    expect(discord.violations()).toEqual([]);
    discord.set({ authorized: false });
    const refused = await register(env);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('discord: Discord refuses (401'),
    });
    expect(refused.stderr).not.toContain(discord.botToken);
  } finally {
    await discord.close();
  }
});

test('Telegram is told of the commands where its token is set; a refusal ends it with 1, without the token', async () => {
  const telegram = await startTelegram();
  try {
    const root = { TELEGRAM_API_ROOT: telegram.apiRoot };
    const done = await register({ ...root, TELEGRAM_BOT_TOKEN: telegram.token });
    expect(done).toMatchObject({ code: 0, stderr: expect.stringMatching(/telegram: \d+ commands/) });
    expect(JSON.parse(done.stdout)).toHaveProperty('features');
    expect(telegram.commandLists).toHaveLength(6);
    expect(telegram.violations()).toEqual([]);
    const token = `1:${'x'.repeat(35)}`;
    const refused = await register({ ...root, TELEGRAM_BOT_TOKEN: token });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('401') });
    expect(refused.stderr).not.toContain(token);
  } finally {
    await telegram.close();
  }
});
