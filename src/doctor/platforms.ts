import type { Config } from '../config/types.ts';
import { checkDiscord } from './discord.ts';
import { type Finding, ok } from './finding.ts';
import { checkSlack } from './slack.ts';
import { checkTelegram } from './telegram.ts';

/** Where people would reach the bot. */
export async function checkPlatforms(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const { host, port } = config.http;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return [
    ok(`web chat and HTTP API at ${port === 0 ? `a free port of ${host}` : address}`),
    ...(await checkSlack(config.slack, signal)),
    ...(await checkDiscord(config.discord, signal)),
    ...(await checkTelegram(config.telegram, signal)),
  ];
}
