import type { Platform } from '../src/conversation/types.ts';
import type { PlatformPort } from '../src/delivery/platform-port.ts';
import type { Gateway } from '../src/gateway/types.ts';
import type { Switchboard } from '../src/switchboard.ts';

/**
 * One platform. An adapter turns events into Messages and answer events into what its users see; it knows
 * neither models nor other adapters.
 */
export interface Adapter {
  readonly platform: Platform;
  /** Begins to receive; resolves to one line for the start-up report. Throws when the platform refuses. */
  start(): Promise<string>;
  /** Receives no more. Answers that run may still be shown until `close`. */
  stop(): Promise<void>;
  /** How answers to messages from the inbox are shown; absent where they are shown as they are asked for. */
  readonly port?: PlatformPort;
  /** Lets go of what showing answers needed; after `stop` and the last answer. */
  close?(): Promise<void>;
}

/** Null when the platform is not configured. */
export type CreateAdapter = (switchboard: Switchboard, gateway: Gateway) => Adapter | null;
