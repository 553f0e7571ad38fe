import type { Switchboard } from '../../src/switchboard.ts';
import type { Clients } from './client/clients.ts';
import type { Names } from './client/names.ts';
import type { Self } from './receive/events.ts';
import type { Threads } from './receive/threads.ts';

/** What the parts of the adapter share once Slack has said who we are. */
export interface SlackParts {
  readonly switchboard: Switchboard;
  readonly clients: Clients;
  readonly self: Self;
  readonly names: Names;
  readonly threads: Threads;
}
