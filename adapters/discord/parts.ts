import type { Switchboard } from '../../src/switchboard.ts';
import type { Rest } from './client/rest.ts';
import type { Self } from './receive/events.ts';
import type { Places } from './receive/places.ts';
import type { Threads } from './receive/threads.ts';

/** What the parts of the adapter share once Discord has said who we are. */
export interface DiscordParts {
  readonly switchboard: Switchboard;
  /** For what is sent and read on the way of an answer; nobody else's waiting stands in it. */
  readonly rest: Rest;
  readonly self: Self;
  /** MESSAGE_CONTENT is granted: words that do not call the bot can be read, too. */
  readonly mayRead: boolean;
  readonly places: Places;
  readonly threads: Threads;
  /** Milliseconds since the epoch. */
  now(): number;
}
