import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Config } from '../../../config/types.ts';
import { type Correction, readCorrections } from '../../../feedback/feedback.ts';
import { readLearned, saveLearned, sha256, undoLearned } from '../../../learned-weights.ts';
import { openStores } from '../../../stores/open.ts';
import { decodeWeights, encodeWeights, weightsUrl } from '../../weights.ts';
import { collectExamples } from './collect.ts';
import { readCheckedIn } from './known.ts';
import { figuresOf, formatChanges, formatCollected, formatTrial, tooFew } from './report.ts';
import { tryOut } from './trial.ts';

const NEXT_START = 'The bot uses it from its next start on.';

/**
 * Adapts the weights that come with the program to what people corrected, always from these weights and with all
 * corrections, so that it can be run as often as one likes. What is learnt stands in DATA_DIR, never in the program.
 *
 * @param say gets the report, a part at a time
 * @throws Error with a sentence for the operator
 */
export async function learn(
  config: Config,
  {
    dryRun,
    log,
    say,
  }: { readonly dryRun: boolean; readonly log: Logger; readonly say: (text: string) => void },
): Promise<void> {
  if (config.router.learn === 'off') throw new Error('ROUTER_LEARN is off: nothing is learnt.');
  const { dataDir } = config;
  const bytes = await readFile(weightsUrl);
  const base = decodeWeights(bytes);
  const personal = isPersonal(config);
  const { read, ...checkedIn } = readCheckedIn(base);
  const collected = collectExamples(await storedCorrections(config), { read, personal });
  say(formatCollected(collected, personal));
  const few = tooFew(collected, personal);
  if (few !== null) {
    say(few);
    return;
  }

  const trial = tryOut({ base, examples: collected.examples, ...checkedIn });
  say(`\n${formatTrial(trial)}\n${formatChanges(trial)}\n`);
  const current = await readLearned(dataDir, bytes, log);
  if (trial.weights === null) {
    const stays = current === null ? 'the weights that come with the program' : `version ${current.version}`;
    say(`Not taken over: ${trial.refused}. In use, as before: ${stays}.`);
    return;
  }
  const adapted = encodeWeights(trial.weights);
  if (current?.card.weights === sha256(adapted)) {
    say(`Nothing new: version ${current.version}, in use, is the same.`);
  } else if (dryRun) {
    say('It would be taken over; --dry-run changes nothing.');
  } else {
    const version = await saveLearned(dataDir, adapted, {
      base: sha256(bytes),
      former: current?.version ?? null,
      at: new Date().toISOString(),
      figures: figuresOf(collected, trial),
    });
    say(`Taken over as version ${version}, in ${dataDir}. ${NEXT_START}`);
    say('Back again: npm run router:train -- --undo');
  }
}

/** Goes back to what was in use before the last training. */
export async function undo({ dataDir }: Pick<Config, 'dataDir'>, say: (text: string) => void): Promise<void> {
  const { left, now } = await undoLearned(dataDir);
  if (left === null) {
    say('Nothing learnt is in use, so there is nothing to undo.');
    return;
  }
  const inUse = now === null ? 'the weights that come with the program' : `version ${now}`;
  say(`Back from version ${left} to ${inUse}. ${NEXT_START}`);
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
export function isPersonal({
  discord,
  http,
  slack,
  telegram,
}: Pick<Config, 'discord' | 'http' | 'slack' | 'telegram'>): boolean {
  const isShared = slack !== null || discord !== null || telegram !== null;
  const { apiKeys, jwt } = http;
  return !isShared && apiKeys.length <= 1 && jwt.secret === null && jwt.jwksUrl === null;
}
