import type { Platform } from '../conversation/types.ts';
import type { Switchboard } from '../switchboard.ts';
import type { Handle } from './inbox.ts';
import type { PlatformPort } from './platform-port.ts';
import type { Presenter } from './presenter.ts';

export interface ServeOptions {
  readonly switchboard: Pick<Switchboard, 'ask' | 'log'>;
  /** By platform; those that are configured. */
  readonly presenters: ReadonlyMap<Platform, Presenter>;
  readonly ports: ReadonlyMap<Platform, PlatformPort>;
}

/**
 * The inbox's handler: a message becomes a turn, and its events go to the presenter of the platform.
 *
 * A turn that was cancelled is shown as it stands, marked as stopped; one that the process's stop cuts off is left
 * as it stands, and the next run edits it.
 */
export function createServe(options: ServeOptions): Handle {
  throw new Error(`not written yet: ${options.presenters.size}`);
}
