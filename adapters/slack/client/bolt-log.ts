import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/**
 * Bolt's log in ours. Its debug lines hold whole payloads, message text and tokens among them, so they go nowhere,
 * and its info lines are of no use to an operator.
 */
export function boltLog(log: Logger): BoltLogger {
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.warn({ bolt: lineOf(parts) }, 'slack'),
    error: (...parts) => log.error({ bolt: lineOf(parts) }, 'slack'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

/** Errors by their message alone: their other fields hold requests and responses. */
function lineOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
}
