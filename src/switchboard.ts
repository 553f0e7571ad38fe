import type { Logger } from 'pino';
import type { Access } from './access/access.ts';
import type { Config } from './config/types.ts';
import type { KeptAsk } from './conversation/asks.ts';
import type { CompletionRequest, InfillRequest } from './conversation/completion.ts';
import type { Settings, SettingsChange } from './conversation/settings.ts';
import type {
  AnswerEvent,
  ConversationKey,
  ExpertName,
  FileName,
  Message,
  Receipt,
  Route,
} from './conversation/types.ts';
import type { Language } from './conversation/wording.ts';
import type { Answers } from './delivery/answers.ts';
import type { Buttons } from './delivery/buttons.ts';
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
  /** A model is being looked for, fetched or loaded: waiting helps. Absent where it does not. */
  readonly loading?: true;
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

/** A stored turn with all that is known of it. */
export interface KeptTurn extends TurnRecord {
  /** The person's own words; `text` also holds what stood in text files. */
  readonly written: string;
  /** What came with them. */
  readonly files: readonly FileName[];
  /** As in the message. */
  readonly origin: Message['origin'] | null;
  /** Of the message that it answers. */
  readonly messageId: string;
  /** The platform's user id; null when it was not kept. */
  readonly authorId: string | null;
  readonly receipt: Receipt;
}

/** A kept turn with a person's latest word on its answer. */
export interface JudgedTurn extends KeptTurn {
  readonly verdict: Verdict | null;
}

/** Which turn: by id (of the turn, or of a message that it answers or once answered), or the latest of a user. */
export type WhichTurn = { readonly id: string } | { readonly by: string };

/** How a turn is to be answered again. */
export interface AgainChange {
  /** Of the new message; it must be new, too, or the inbox takes it for a duplicate. */
  readonly id: string;
  /** Another expert; absent = routed, or forced, as before. */
  readonly expert?: ExpertName;
}

/** What a person thinks of an answer. `expert`: it should have been this one's, a labelled example for the router. */
export type Verdict =
  | { readonly kind: 'good' | 'bad' }
  | { readonly kind: 'expert'; readonly expert: ExpertName };

/** All that an adapter may use. Adapters know platforms; behind this no platform is known. */
export interface Switchboard {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly stores: Stores;
  readonly inbox: Inbox;
  /** Where platforms hand in their messages, and find the answers that run or stand. */
  readonly answers: Answers;
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
  /** The same with all that is known of them, and what `user` thinks of each. */
  keptTurns(conversation: ConversationKey, user: string): Promise<readonly JudgedTurn[] | null>;
  /**
   * The messages of the last day that no turn holds all of, newest last: those without an answer, and those with
   * pictures.
   */
  keptAsks(conversation: ConversationKey): Promise<readonly KeptAsk[]>;
  /** How many turns each conversation has; 0 for one that is not known. */
  sizes(conversations: readonly ConversationKey[]): Promise<readonly number[]>;
  /** The newest turn, among the latest 1,000, whose words match; null when none does. */
  findText(
    conversation: ConversationKey,
    matches: (text: string, response: string) => boolean,
  ): Promise<KeptTurn | null>;
  /** Forgets a conversation, not its settings; false when there was none. */
  forget(conversation: ConversationKey): Promise<boolean>;
  /** One stored turn, or null: `/why`, buttons. */
  findTurn(conversation: ConversationKey, which: WhichTurn): Promise<KeptTurn | null>;
  /**
   * The message that answers a turn again when it is asked or handed to the inbox: its text and pictures, with
   * `replaces` set. Also for a turn that failed within the last day. Null when there is no such turn.
   */
  again(conversation: ConversationKey, which: WhichTurn, change: AgainChange): Promise<Message | null>;
  /**
   * Takes a turn out of the context, when its message was deleted; false when there is none. Waits for the turn that
   * runs: cancel it first (`inbox.cancel`).
   */
  removeTurn(conversation: ConversationKey, id: string): Promise<boolean>;
  settings(conversation: ConversationKey): Promise<Settings>;
  /**
   * Changes what is given and returns all of it.
   *
   * @param language of the sentence when it is refused, and of a ready persona's text; English by default
   * @throws SwitchboardError `bad_request` with the field as `param` and a sentence for the person
   */
  changeSettings(
    conversation: ConversationKey,
    change: SettingsChange,
    language?: Language,
  ): Promise<Settings>;
  /** Settings as usual again, and nothing kept of them. */
  forgetSettings(conversation: ConversationKey): Promise<void>;
  /** Keeps what a person thinks of an answer; the latest word of each person counts. False: no such turn. */
  judgeTurn(conversation: ConversationKey, id: string, user: string, verdict: Verdict): Promise<boolean>;
  readonly access: Access;
  readonly buttons: Buttons;
}
