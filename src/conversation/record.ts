import type { Logger } from 'pino';
import type { SwitchboardError } from '../errors.ts';
import { ExpertError } from '../experts/errors.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Draft, totalUsage } from './receipt.ts';
import type { Platform } from './types.ts';

/** Counts a turn that ended with text. */
export function noteTurn(
  metrics: Metrics,
  platform: Platform,
  draft: Draft,
  outcome: 'answered' | 'stopped',
): void {
  const { expert, route } = draft;
  const usage = totalUsage(draft);
  metrics.turns.inc({ platform, expert, tier: route.tier, outcome });
  metrics.turnDuration.observe({ expert }, (performance.now() - draft.startedMs) / 1000);
  if (draft.firstTokenMs !== null) metrics.firstToken.observe({ expert }, draft.firstTokenMs / 1000);
  metrics.tokens.inc({ expert, kind: 'prompt' }, usage.prompt_tokens);
  metrics.tokens.inc({ expert, kind: 'cached' }, usage.cached_tokens);
  metrics.tokens.inc({ expert, kind: 'completion' }, usage.completion_tokens);
}

/** Counts a turn that ended with an error, and tells the operator; never the message's words. */
export function noteFailure(
  log: Logger,
  metrics: Metrics,
  platform: Platform,
  messageId: string,
  draft: Draft | null,
  error: SwitchboardError,
): void {
  const expert = draft?.expert ?? 'general';
  metrics.turns.inc({ platform, expert, tier: draft?.route.tier ?? 'default', outcome: error.code });
  const { cause } = error;
  const line = { message: messageId, expert, code: error.code };
  if (cause instanceof ExpertError) {
    log.warn({ ...line, endpoint: cause.endpoint, status: cause.status }, `turn failed: ${cause.message}`);
  } else if (error.code === 'internal') {
    log.error({ ...line, err: cause }, 'turn failed');
  } else {
    log.info(line, 'turn refused');
  }
}
