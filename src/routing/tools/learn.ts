import { parseArgs } from 'node:util';
import { readConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { secretsOf } from '../../config/redact.ts';
import { createLog } from '../../telemetry/log.ts';
import { learn, undo } from './learn/run.ts';

const USAGE = 'npm run router:train [-- --dry-run | --undo]';

/** `npm run router:train`: teaches the router what people corrected, if that does it good. */
async function main(): Promise<void> {
  const options = readOptions();
  const { config, problems } = readConfig();
  if (config === null) throw new ConfigError(problems);
  const say = (text: string) => console.log(text);
  if (options.undo) return undo(config, say);
  const log = createLog({ level: 'warn', secrets: secretsOf(config) });
  return learn(config, { dryRun: options.dryRun, log, say });
}

function readOptions(): { readonly dryRun: boolean; readonly undo: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        'dry-run': { type: 'boolean', default: false },
        undo: { type: 'boolean', default: false },
      },
    });
    if (values.undo && values['dry-run']) throw new Error('--undo and --dry-run do not go together.');
    return { dryRun: values['dry-run'], undo: values.undo };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${why}\nUsage: ${USAGE}`, { cause });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
