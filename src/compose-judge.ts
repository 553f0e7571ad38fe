import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config/types.ts';
import type { Experts } from './experts/experts.ts';
import { type CalibrationFile, parseCalibrations } from './routing/judge/calibration.ts';
import { FITTED } from './routing/judge/fitted.ts';
import { createJudge, type Judge } from './routing/judge/judge.ts';
import { PROMPT_VERSION } from './routing/judge/prompt.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** In `DATA_DIR`: what `npm run judge:fit` writes. */
export const CALIBRATION_FILE = 'judge-calibration.json';

export interface ComposeJudge {
  readonly config: Pick<Config, 'dataDir' | 'experts'>;
  readonly experts: Pick<Experts, 'choose'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds; the judge's own by default. */
  readonly budgetMs?: number | undefined;
}

/**
 * The judge over the general endpoint; null when there is none: the embedded model has one slot and would judge
 * badly. The operator's own calibrations win over those that come with the program.
 */
export async function composeJudge(parts: ComposeJudge): Promise<Judge | null> {
  const { budgetMs, config, experts, log, metrics } = parts;
  if (config.experts.general?.kind !== 'openai') return null;
  const own = await readCalibrations(config.dataDir, log);
  return createJudge({
    choose: experts.choose,
    calibrations: own === null ? [FITTED] : [own, FITTED],
    ...(budgetMs !== undefined && { budgetMs }),
    note: (outcome) => metrics.judgeCalls.inc({ outcome }),
  });
}

/** Null when there is none, or none of use; that is a warning, no reason not to start. */
export async function readCalibrations(dataDir: string, log: Logger): Promise<CalibrationFile | null> {
  const path = join(dataDir, CALIBRATION_FILE);
  const mend = 'make it anew with: npm run judge:fit -- FILE.jsonl';
  try {
    const file = parseCalibrations(await readFile(path, 'utf8'));
    if (file.prompt === PROMPT_VERSION) return file;
    log.warn(`${path} is not used: it was fitted for another wording of the judge's prompt; ${mend}`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    const why = error instanceof Error ? error.message : 'it cannot be read';
    log.warn(`${path} is not used: ${why}; ${mend}`);
  }
  return null;
}
