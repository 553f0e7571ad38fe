import type { Platform } from '../src/conversation/types.ts';
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
  /** Receives no more. Answers that run may still be shown until the process ends. */
  stop(): Promise<void>;
}

/** Null when the platform is not configured. */
export type CreateAdapter = (switchboard: Switchboard, gateway: Gateway) => Adapter | null;
