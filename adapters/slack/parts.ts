import type { Switchboard } from '../../src/switchboard.ts';
import type { Clients } from './clients.ts';
import type { Self } from './events.ts';
import type { Names } from './names.ts';
import type { Threads } from './threads.ts';

/** What the parts of the adapter share once Slack has said who we are. */
export interface SlackParts {
  readonly switchboard: Switchboard;
  readonly clients: Clients;
  readonly self: Self;
  readonly names: Names;
  readonly threads: Threads;
}
