import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createClassifier } from '../classifier.ts';
import { weightsUrl } from '../weights.ts';
import { byClassifier, byRouter, likeliest } from './deciders.ts';
import { parseDialogues } from './dialogues.ts';
import { type DecideTurn, dialogueReport, walkDialogues } from './walk-dialogues.ts';

const USAGE =
  'node src/routing/tools/evaluate-dialogues.ts FILE.jsonl [--tier classifier|all|stateless|always-stay] [--threshold 0.7] [--json]';

/**
 * Judges whole dialogues. `all` (the default) is the router as it runs, without a judge; `classifier` takes the likeliest
 * label; `stateless` and `always-stay` are what both are compared with.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: 'all' },
      threshold: { type: 'string', default: '0.7' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  const threshold = Number(values.threshold);
  if (file === undefined || positionals.length !== 1 || !(threshold >= 0 && threshold <= 1)) {
    throw new Error(`Usage: ${USAGE}`);
  }
  const decide = decider(values.tier, threshold);
  const dialogues = parseDialogues(readFileSync(file, 'utf8'), file);
  if (dialogues.length === 0) throw new Error(`${file}: no dialogue`);
  const clock = () => performance.now();
  // Once for the just-in-time compiler, once for the figures.
  await walkDialogues(dialogues, decide, clock);
  const report = dialogueReport(await walkDialogues(dialogues, decide, clock), threshold);
  console.log(JSON.stringify(report, null, values.json ? undefined : 2));
}

function decider(tier: string, threshold: number): DecideTurn {
  const classify = createClassifier(readFileSync(weightsUrl));
  if (tier === 'all') return byRouter(classify, threshold);
  if (tier === 'classifier') return byClassifier(classify);
  if (tier === 'stateless') return async (text) => likeliest(classify(text));
  if (tier === 'always-stay') {
    return async (text, last) =>
      last === null ? likeliest(classify(text)) : { predicted: last, confidence: 1 };
  }
  throw new Error(`--tier must be classifier, all, stateless or always-stay, not "${tier}"`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
