import type { Config } from '../config/types.ts';
import { type Finding, ok, warning } from './finding.ts';
import { checkSlack } from './slack.ts';
import { checkTelegram } from './telegram.ts';

const PLATFORMS = [['discord', 'Discord', 'DISCORD_TOKEN']] as const;

/** Where people would reach the bot. */
export async function checkPlatforms(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const { host, port } = config.http;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return [
    ok(`web chat and HTTP API at ${port === 0 ? `a free port of ${host}` : address}`),
    ...(await checkSlack(config.slack, signal)),
    ...PLATFORMS.map(([key, name, variable]) =>
      config[key] === null
        ? ok(`${name}: off, ${variable} is not set`)
        : warning(
            `${name}: configured; this version has no ${name} adapter yet`,
            `Unset ${variable} until it has.`,
          ),
    ),
    ...(await checkTelegram(config.telegram, signal)),
  ];
}
