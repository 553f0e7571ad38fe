import { readCalibrations } from '../../compose-judge.ts';
import { readConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { secretsOf } from '../../config/redact.ts';
import type { Config } from '../../config/types.ts';
import { createExperts } from '../../experts/experts.ts';
import { createLog } from '../../telemetry/log.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { FITTED } from '../judge/fitted.ts';
import { createJudge, type Judge } from '../judge/judge.ts';
import { judgeRequest } from '../judge/prompt.ts';

/** Longer than any pause that the judge makes after failures: an evaluation asks about every row. */
const CLOCK_STEP_MS = 600_000;

/** The judge over the configured general endpoint, with what became of the questions to it. */
export interface RunningJudge {
  readonly judge: Judge;
  /** How often it was asked, and how often no verdict came back. */
  readonly asked: { total: number; unanswered: number };
  close(): Promise<void>;
}

/** @throws ConfigError with all mistakes */
export function configuration(): Config {
  const { config, problems } = readConfig();
  if (config === null) throw new ConfigError(problems);
  return config;
}

/**
 * Null when no general endpoint that can chat is configured.
 * @param budgetMs milliseconds for each verdict
 * @throws Error when the endpoint is configured, but not up
 */
export async function startJudge(config: Config, budgetMs: number): Promise<RunningJudge | null> {
  const { general } = config.experts;
  if (general?.kind !== 'openai') return null;
  const log = createLog({ level: 'warn', secrets: secretsOf(config) });
  const experts = createExperts({
    config: { experts: { general } },
    log,
    metrics: createMetrics(),
    embedded: null,
  });
  try {
    await experts.start();
    // Also puts the few-shot block into the server's prefix cache.
    const up = await experts.choose(judgeRequest('Hello'), new AbortController().signal);
    if (up === null) throw new Error('no endpoint is up');
  } catch (cause) {
    await experts.close();
    throw new Error('The general endpoint does not judge: `npm run doctor` says why.', { cause });
  }
  const own = await readCalibrations(config.dataDir, log);
  let clock = 0;
  const ask = createJudge({
    choose: experts.choose,
    calibrations: own === null ? [FITTED] : [own, FITTED],
    budgetMs,
    now: () => {
      clock += CLOCK_STEP_MS;
      return clock;
    },
  });
  const asked = { total: 0, unanswered: 0 };
  return {
    asked,
    async judge(text, signal, earlier) {
      asked.total++;
      const verdict = await ask(text, signal, earlier);
      if (verdict === null) asked.unanswered++;
      return verdict;
    },
    close: () => experts.close(),
  };
}
