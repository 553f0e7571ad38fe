import type { Claimant } from '../conversation/lease.ts';
import type { Message } from '../conversation/types.ts';

export interface Delivery {
  /** 1 on the first run; more after a crash or a failure. */
  readonly attempt: number;
  /** Aborted by `cancel` and, after the grace, by `stop`; its reason is a `TurnAborted` that says which. */
  readonly signal: AbortSignal;
}

/** Answers one message. Resolving ends its turn; throwing means "run it again". */
export type Handle = (message: Message, delivery: Delivery) => Promise<void>;

/**
 * The durable, deduplicated queue between receiving and answering. Turns of one conversation run strictly in
 * the order of acceptance, those of different conversations side by side.
 */
export interface Inbox {
  /** Where it is known which process had the inbox before. */
  readonly claimant?: Claimant;
  /** Stores the message durably before it resolves. False: its id was accepted before, nothing is stored. */
  accept(message: Message): Promise<boolean>;
  /** Begins to hand out, first what an earlier process left behind. */
  start(handle: Handle): void;
  /** Ends a message's turn: aborts it when it runs, removes it when it waits. False: nothing to end. */
  cancel(id: string): Promise<boolean>;
  /** Messages accepted whose turn has not ended. */
  depth(): Promise<number>;
  /** Hands out no more, waits up to `graceMs` for what runs, then aborts it; it is run again at the next start. */
  stop(graceMs: number): Promise<void>;
}
