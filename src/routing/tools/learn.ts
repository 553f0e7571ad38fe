import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { secretsOf } from '../../config/redact.ts';
import type { Config } from '../../config/types.ts';
import { type Correction, readCorrections } from '../../feedback/feedback.ts';
import { readLearned, saveLearned, sha256, undoLearned } from '../../learned-weights.ts';
import { openStores } from '../../stores/open.ts';
import { createLog } from '../../telemetry/log.ts';
import { decodeWeights, encodeWeights, weightsUrl } from '../weights.ts';
import { collectExamples } from './learn/collect.ts';
import { readCheckedIn } from './learn/known.ts';
import { figuresOf, formatChanges, formatCollected, formatTrial, tooFew } from './learn/report.ts';
import { tryOut } from './learn/trial.ts';

const USAGE = 'npm run router:train [-- --dry-run | --undo]';
const NEXT_START = 'The bot uses it from its next start on.';

/**
 * Adapts the weights that come with the program to what people corrected, always from these weights and with all
 * corrections, so that it can be run as often as one likes. What is learnt stands in DATA_DIR, never in the program.
 */
async function main(): Promise<void> {
  const options = readOptions();
  const { config, problems } = readConfig();
  if (config === null) throw new ConfigError(problems);
  if (options.undo) return undo(config.dataDir);
  if (config.router.learn === 'off') throw new Error('ROUTER_LEARN is off: nothing is learnt.');
  return train(config, options.dryRun);
}

async function undo(dataDir: string): Promise<void> {
  const { left, now } = await undoLearned(dataDir);
  if (left === null) {
    console.log('Nothing learnt is in use, so there is nothing to undo.');
    return;
  }
  const inUse = now === null ? 'the weights that come with the program' : `version ${now}`;
  console.log(`Back from version ${left} to ${inUse}. ${NEXT_START}`);
}

async function train(config: Config, dryRun: boolean): Promise<void> {
  const { dataDir } = config;
  const log = createLog({ level: 'warn', secrets: secretsOf(config) });
  const bytes = await readFile(weightsUrl);
  const base = decodeWeights(bytes);
  const personal = isPersonal(config);
  const { describe, evaluation, shares } = readCheckedIn(base);
  const collected = collectExamples(await storedCorrections(config), { describe, personal });
  console.log(formatCollected(collected, personal));
  const few = tooFew(collected, personal);
  if (few !== null) {
    console.log(few);
    return;
  }

  const trial = tryOut({ base, shares, examples: collected.examples, evaluation });
  console.log(`\n${formatTrial(trial)}\n${formatChanges(trial)}\n`);
  const current = await readLearned(dataDir, bytes, log);
  if (trial.weights === null) {
    const stays = current === null ? 'the weights that come with the program' : `version ${current.version}`;
    console.log(`Not taken over: ${trial.refused}. In use, as before: ${stays}.`);
    return;
  }
  const adapted = encodeWeights(trial.weights);
  if (current?.card.weights === sha256(adapted)) {
    console.log(`Nothing new: version ${current.version}, in use, is the same.`);
  } else if (dryRun) {
    console.log('It would be taken over; --dry-run changes nothing.');
  } else {
    const version = await saveLearned(dataDir, adapted, {
      base: sha256(bytes),
      former: current?.version ?? null,
      at: new Date().toISOString(),
      figures: figuresOf(collected, trial),
    });
    console.log(`Taken over as version ${version}, in ${dataDir}. ${NEXT_START}`);
    console.log('Back again: npm run router:train -- --undo');
  }
}

async function storedCorrections(config: Config): Promise<Correction[]> {
  const stores = await openStores(config);
  try {
    return await Array.fromAsync(readCorrections(stores.cache('corrections')));
  } finally {
    await stores.close();
  }
}

/** Only the owner can have corrected anything: there is no platform for others, and no second key. */
function isPersonal({ discord, http, slack, telegram }: Config): boolean {
  const isShared = slack !== null || discord !== null || telegram !== null;
  const { apiKeys, jwt } = http;
  return !isShared && apiKeys.length <= 1 && jwt.secret === null && jwt.jwksUrl === null;
}

function readOptions(): { readonly dryRun: boolean; readonly undo: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        'dry-run': { type: 'boolean', default: false },
        undo: { type: 'boolean', default: false },
      },
    });
    if (values.undo && values['dry-run']) throw new Error('--undo and --dry-run do not go together');
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
