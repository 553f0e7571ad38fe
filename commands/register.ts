import { parseArgs } from 'node:util';
import { ConfigError } from '../src/config/problem.ts';
import { readSome } from '../src/config/read-some.ts';
import { slackManifest } from './registrations/slack-manifest.ts';

const USAGE =
  'Usage: npm run commands:register [-- --http]   (--http: the manifest without Socket Mode, for PUBLIC_URL)';

/**
 * `npm run commands:register`: Slack learns of commands from its app's manifest alone, so that is printed, and
 * nothing else on standard output. What could not be done is said on standard error.
 */
function main(): void {
  const { http } = readArguments();
  const { problems, values } = readSome([
    'PUBLIC_URL',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'DISCORD_TOKEN',
    'TELEGRAM_BOT_TOKEN',
  ]);
  const wrong = problems.filter(({ variable }) => variable === 'PUBLIC_URL' || variable.startsWith('SLACK_'));
  if (wrong.length > 0) throw new ConfigError(wrong);
  const overHttp = http || (values.SLACK_SIGNING_SECRET != null && values.SLACK_APP_TOKEN == null);
  const { PUBLIC_URL: publicUrl = null } = values;
  if (overHttp && publicUrl === null) throw new ConfigError([NO_ADDRESS]);
  console.log(JSON.stringify(slackManifest(overHttp ? publicUrl : null), null, 2));
  for (const [name, token] of [
    ['discord', values.DISCORD_TOKEN],
    ['telegram', values.TELEGRAM_BOT_TOKEN],
  ] as const) {
    if (token != null)
      console.error(`${name}: nothing was registered; this version has no adapter for it yet`);
  }
}

const NO_ADDRESS = {
  variable: 'PUBLIC_URL',
  wrong: 'it is not set, and over HTTP Slack has to be told where to reach us',
  mend: 'Set it to the address that Slack can reach, or use Socket Mode (SLACK_APP_TOKEN).',
};

function readArguments(): { http: boolean } {
  try {
    const { values } = parseArgs({ options: { http: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${USAGE}`, { cause: error });
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
