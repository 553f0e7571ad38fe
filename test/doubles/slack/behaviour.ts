/** Everything about the double that can be changed while it runs. */
export interface Behaviour {
  /** False: the streaming methods are unknown, as on GovSlack. */
  readonly streaming: boolean;
  /** False: `agents.sessions.setStatus` is unknown, as for an app that is no agent. */
  readonly agent: boolean;
  /** False: the streaming methods answer `feature_not_enabled`. */
  readonly streamingEnabled: boolean;
  /** Milliseconds without an append after which a stream expires. */
  readonly streamIdleMs: number;
  /** Milliseconds after which a stream ends whatever comes: people have measured five minutes. */
  readonly streamLifeMs: number;
  /** False: `files:read` is missing, so that downloads get an HTML login page with 200. */
  readonly filesRead: boolean;
  /** False: every method answers `invalid_auth`. */
  readonly authorized: boolean;
  /** Enforce Slack's published rates; off, only storms refuse. */
  readonly rates: boolean;
  /** The bot hears of its own messages and edits by events, as in Slack. */
  readonly echo: boolean;
  /** Milliseconds within which everything has to be acknowledged. */
  readonly ackTimeoutMs: number;
  /** Send an event again when it is not acknowledged in time, as Slack does. */
  readonly redeliver: boolean;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  streaming: true,
  agent: true,
  streamingEnabled: true,
  streamIdleMs: 30_000,
  streamLifeMs: 300_000,
  filesRead: true,
  authorized: true,
  rates: true,
  echo: true,
  ackTimeoutMs: 3_000,
  redeliver: true,
};
