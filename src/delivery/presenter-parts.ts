import type { Logger } from 'pino';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Clock } from './clock.ts';
import type { Outbox } from './outbox.ts';

/** What every presenter works with. */
export interface PresenterParts {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'platformCalls' | 'possibleDoubles' | 'undelivered'>;
  readonly log: Pick<Logger, 'debug' | 'warn' | 'error'>;
}
