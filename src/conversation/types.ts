/** Vocabulary of a conversation; the words are those of the design and used everywhere. */

export const PLATFORMS = ['slack', 'discord', 'telegram', 'web', 'terminal', 'api'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The languages that people are spoken to in. */
export type Language = 'en' | 'zh';

/** The skills a message can be put through to. `repair` and `embed` are helpers, never a route. */
export const EXPERTS = ['general', 'code', 'math', 'translate', 'structured', 'vision'] as const;
export type ExpertName = (typeof EXPERTS)[number];

declare const conversationKey: unique symbol;
/** `platform:workspace:channel[:thread]`; made only by `conversationKey()`. */
export type ConversationKey = string & { readonly [conversationKey]: true };

export interface Attachment {
  readonly name: string;
  readonly mime: string;
  /** Base64 without a `data:` prefix. */
  readonly data: string;
}

/** A file that came with a message, without what stands in it. */
export type FileName = Pick<Attachment, 'name' | 'mime'>;

/** One incoming user message. Plain JSON, so that the inbox can keep it. */
export interface Message {
  /** The platform's own id, prefixed with the platform: what "the same message" means. */
  readonly id: string;
  readonly platform: Platform;
  readonly conversation: ConversationKey;
  readonly author: { readonly id: string; readonly name: string | null };
  /** Several people write in this conversation, so the model is told who speaks. */
  readonly shared: boolean;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What the person wrote, where `text` also holds what stood in files that cannot be had again. */
  readonly written?: { readonly text: string; readonly files: readonly FileName[] };
  /** The expert that a command or the caller asked for. */
  readonly forced: ExpertName | null;
  /** The answer is to be JSON: of this JSON Schema, or any object with `true`. Absent: as the expert likes. */
  readonly json?: Readonly<Record<string, unknown>> | true;
  /** What it is a reply to, where the platform tells: the id of a message, or of the turn (receipt) that answered. */
  readonly replyTo?: string;
  /**
   * The id of an earlier message, or of its turn, whose answer this one takes the place of: an edit, a retry, another
   * expert. The old turn leaves the context when the new one is stored. Where it is not known, this is a new turn.
   */
  readonly replaces?: string;
  /**
   * What the platform's adapter needs to answer (where the reply goes, files still to be fetched). Plain JSON of its
   * own; nobody else reads it.
   */
  readonly origin?: Readonly<Record<string, unknown>>;
}

export type Tier = 'forced' | 'rule' | 'classifier' | 'judge' | 'default';

/** The decision which expert answers. `confidence` and `scores` are 0..1. */
export interface Route {
  readonly expert: ExpertName;
  readonly tier: Tier;
  readonly confidence: number;
  readonly scores: Partial<Record<ExpertName, number>>;
  readonly reason: string;
}

export interface Check {
  readonly name: string;
  readonly status: 'passed' | 'repaired' | 'failed' | 'skipped';
  readonly detail?: string;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly cached_tokens: number;
}

/** What is told about an answer (contract §3). All times in milliseconds. */
export interface Receipt {
  readonly id: string;
  readonly conversation: string;
  readonly model_used: string;
  /** Who answered; `route.expert` is who was meant. */
  readonly expert: ExpertName;
  readonly response: string;
  readonly timestamp: string;
  readonly route: Route;
  readonly steps: readonly {
    readonly expert: ExpertName;
    readonly model_used: string;
    readonly ms: number;
    /** Where a step of a plan could not be done: why. */
    readonly failed?: string;
  }[];
  readonly checks: readonly Check[];
  readonly usage: Usage;
  readonly latency_ms: {
    readonly route: number;
    readonly first_token: number | null;
    readonly total: number;
  };
  readonly cached: boolean;
  readonly degraded: { readonly wanted: ExpertName; readonly reason: string } | null;
  /** Why the text ends where it ends: of itself, at the output limit, or because somebody stopped it. */
  readonly finish: 'stop' | 'length' | 'stopped';
}

/** The one error shape of the contract. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** What a turn yields; a presenter, or the SSE writer, consumes it. Names and data are the contract's. */
export type AnswerEvent =
  | { readonly event: 'route'; readonly data: Route }
  | { readonly event: 'queue'; readonly data: { readonly position: number } }
  | {
      readonly event: 'step';
      readonly data: {
        readonly index: number;
        readonly expert: ExpertName;
        readonly state: 'running' | 'done' | 'failed';
        /** How many steps there are in all, also those that have not begun. */
        readonly of?: number;
      };
    }
  | { readonly event: 'text'; readonly data: { readonly delta: string } }
  | { readonly event: 'replace'; readonly data: { readonly text: string } }
  | { readonly event: 'check'; readonly data: Check }
  | { readonly event: 'done'; readonly data: Receipt }
  | { readonly event: 'error'; readonly data: ErrorBody };
