/** Everything about the double that can be changed while it runs. */
export interface Behaviour {
  /** True: MESSAGE_CONTENT is granted in the developer portal. */
  readonly messageContent: boolean;
  /** How many shards Discord recommends. */
  readonly shards: number;
  /** IDENTIFYs at once. */
  readonly maxConcurrency: number;
  /** Milliseconds between IDENTIFYs of one concurrency bucket, 5,000 at Discord; 0: not enforced. */
  readonly identifySpacingMs: number;
  /** IDENTIFYs a day. */
  readonly identifyLimit: number;
  readonly heartbeatIntervalMs: number;
  /** False: heartbeats stay unanswered, as on a connection that is dead. */
  readonly heartbeatAcks: boolean;
  /** False: every call answers 401, every IDENTIFY 4004. */
  readonly authorized: boolean;
  /** Enforce the buckets and the global limit; off, only storms refuse. */
  readonly rates: boolean;
  /** Real milliseconds within which people wait for an interaction to be answered. */
  readonly ackTimeoutMs: number;
  /** Edits of messages older than an hour that a channel takes in 20 s. */
  readonly oldEdits: number;
  /** Bytes that one file may have. */
  readonly fileBytes: number;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  messageContent: true,
  shards: 1,
  maxConcurrency: 16,
  identifySpacingMs: 0,
  identifyLimit: 1_000,
  heartbeatIntervalMs: 41_250,
  heartbeatAcks: true,
  authorized: true,
  rates: true,
  ackTimeoutMs: 3_000,
  oldEdits: 3,
  fileBytes: 10 * 1_024 * 1_024,
};
