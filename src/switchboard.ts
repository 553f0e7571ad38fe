import type { Logger } from 'pino';
import type { Config } from './config/types.ts';
import type { CompletionRequest, InfillRequest } from './conversation/completion.ts';
import type { AnswerEvent, ConversationKey, ExpertName, Message, Route } from './conversation/types.ts';
import type { Inbox } from './delivery/inbox.ts';
import type { Stores } from './stores/types.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** One expert as `GET /v1/models` tells it. */
export interface ExpertStatus {
  readonly name: ExpertName;
  /** The model that would answer now; null when none can. */
  readonly modelUsed: string | null;
  /** Context window in tokens, null when unknown. */
  readonly window: number | null;
  readonly state: 'up' | 'down' | 'embedded' | 'played_by_general';
}

/** Whether an expert can answer. `progress` (0..1) while the embedded model is fetched or loaded. */
export interface Readiness {
  readonly ready: boolean;
  /** One sentence for people: what is loading, or exactly what to set. */
  readonly detail: string;
  readonly progress: number | null;
}

/** One stored turn as `GET /v1/conversations/:id` shows it. */
export interface TurnRecord {
  readonly id: string;
  readonly timestamp: string;
  readonly author: string | null;
  readonly text: string;
  readonly response: string;
  readonly expert: ExpertName;
  readonly model_used: string;
  /** True when the answer was stopped or broke off: `response` is what was written until then. */
  readonly stopped: boolean;
}

/** All that an adapter may use. Adapters know platforms; behind this no platform is known. */
export interface Switchboard {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly stores: Stores;
  readonly inbox: Inbox;
  /**
   * One turn, under the conversation's lock. Never throws: a failure is an `error` event, always the last. When
   * the signal aborts while the turn still waits for the one before it, there is no event at all.
   * Aborting the signal, or leaving the loop, stops the model; what was written until then stays in the context.
   */
  ask(message: Message, signal: AbortSignal): AsyncGenerator<AnswerEvent>;
  /** The same without context or lock; the caller brings the history. */
  complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<AnswerEvent>;
  /** The code expert's raw completion, without context or lock. */
  infill(request: InfillRequest, signal: AbortSignal): AsyncGenerator<AnswerEvent>;
  /** The decision alone; nothing is generated or stored. */
  route(message: Message): Promise<Route>;
  experts(): Promise<readonly ExpertStatus[]>;
  readiness(): Readiness;
  /** The stored turns, oldest first; null when the conversation is not known. */
  turns(conversation: ConversationKey): Promise<readonly TurnRecord[] | null>;
  /** Forgets a conversation; false when there was none. */
  forget(conversation: ConversationKey): Promise<boolean>;
}
