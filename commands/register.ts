import { parseArgs } from 'node:util';
import { ConfigError } from '../src/config/problem.ts';
import { readSome } from '../src/config/read-some.ts';
import type { Values } from '../src/config/variables.ts';
import { COMMANDS } from './index.ts';
import { MENUS } from './registrations/discord.ts';
import { sendDiscordCommands } from './registrations/send-discord.ts';
import { sendTelegramCommands } from './registrations/send-telegram.ts';
import { slackManifest } from './registrations/slack-manifest.ts';
import { telegramCommands } from './registrations/telegram.ts';

const USAGE =
  'Usage: npm run commands:register [-- [--http] [--guild ID]]   (--http: Slack’s manifest without Socket Mode, for PUBLIC_URL; --guild: in this guild of Discord alone, to try them out)';

/**
 * `npm run commands:register`: Slack learns of commands from its app's manifest alone, so that is printed, and
 * nothing else on standard output. Discord and Telegram are told of them where their token is set. What was done and what could not be
 * is said on standard error.
 */
async function main(): Promise<void> {
  const { guild, http } = readArguments();
  const { problems, values } = readSome([
    'PUBLIC_URL',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'DISCORD_TOKEN',
    'DISCORD_APPLICATION_ID',
    'DISCORD_API_URL',
    'TELEGRAM_BOT_TOKEN',
    'TELEGRAM_API_ROOT',
  ]);
  const wrong = problems.filter(({ variable }) => variable === 'PUBLIC_URL' || variable.startsWith('SLACK_'));
  if (wrong.length > 0) throw new ConfigError(wrong);
  const overHttp = http || (values.SLACK_SIGNING_SECRET != null && values.SLACK_APP_TOKEN == null);
  const { PUBLIC_URL: publicUrl = null } = values;
  if (overHttp && publicUrl === null) throw new ConfigError([NO_ADDRESS]);
  console.log(JSON.stringify(slackManifest(overHttp ? publicUrl : null), null, 2));
  await registerDiscord(values, guild);
  await registerTelegram(values.TELEGRAM_BOT_TOKEN ?? null, values.TELEGRAM_API_ROOT ?? null);
}

/** As in src/config: what is no token is not sent anywhere. */
const BOT_TOKEN = /^\d+:[\w-]+$/;

async function registerDiscord(values: Partial<Values>, guild: string | null): Promise<void> {
  const { DISCORD_API_URL: apiUrl = null, DISCORD_APPLICATION_ID: applicationId = null } = values;
  const { DISCORD_TOKEN: token = null } = values;
  if (token === null) return;
  const refused = await sendDiscordCommands({ token, apiUrl, applicationId, guild }, COMMANDS);
  const where = guild === null ? 'everywhere' : `in the guild ${guild}`;
  console.error(`discord: ${refused ?? `${COMMANDS.length} commands and ${MENUS.length} menus ${where}`}`);
  if (refused !== null) process.exitCode = 1;
}

async function registerTelegram(token: string | null, apiRoot: string | null): Promise<void> {
  if (token === null) return;
  if (!BOT_TOKEN.test(token)) {
    console.error(
      'telegram: nothing was registered; TELEGRAM_BOT_TOKEN is no bot token (123456:letters-and-digits)',
    );
    return;
  }
  const lists = telegramCommands(COMMANDS);
  const refused = await sendTelegramCommands(token, apiRoot, lists);
  console.error(
    `telegram: ${refused === null ? `${COMMANDS.length} commands in ${lists.length} lists` : refused}`,
  );
  if (refused !== null) process.exitCode = 1;
}

const NO_ADDRESS = {
  variable: 'PUBLIC_URL',
  wrong: 'it is not set, and over HTTP Slack has to be told where to reach us',
  mend: 'Set it to the address that Slack can reach, or use Socket Mode (SLACK_APP_TOKEN).',
};

function readArguments(): { http: boolean; guild: string | null } {
  try {
    const options = { http: { type: 'boolean', default: false }, guild: { type: 'string' } } as const;
    const { guild = null, http } = parseArgs({ options }).values;
    return { guild, http };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${USAGE}`, { cause: error });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
