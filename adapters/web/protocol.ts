/**
 * What the page and the server say to each other under `/web/`; types only, imported by both sides.
 *
 * - Every call: errors are `ErrorBody` with the contract's status codes. Sentences in them are in the language of
 *   `language` (body or query) where given, else of the header `accept-language`; the page sends that header.
 * - Posts are `content-type: application/json`; bodies are objects, `{}` where nothing is to be said.
 * - A conversation's id is made by the page (16 random bytes in hex: 1 to 64 of `A-Za-z0-9_-`) and begins to exist with
 *   its first turn; settings can be made before. What does not exist, or is another session's, is 404.
 * - A turn can be named by its own id (`turn_…`) or by the id of its message, in paths and in `replaces`.
 */
import type { AnswerEvent, ErrorBody, ExpertName, Receipt } from '../../src/conversation/types.ts';

export type {
  AnswerEvent,
  Check,
  ErrorBody,
  ExpertName,
  Receipt,
  Route,
} from '../../src/conversation/types.ts';

export type PageLanguage = 'en' | 'zh';

// GET /web/status

export interface WebExpert {
  readonly name: ExpertName;
  readonly model_used: string | null;
  /** Context window in tokens. */
  readonly window: number | null;
  readonly state: 'up' | 'down' | 'embedded' | 'played_by_general';
}

/** What may be attached to one message; told before anything is uploaded. */
export interface WebLimits {
  readonly text_characters: number;
  readonly attachments: number;
  /** Of one file, before base64. */
  readonly attachment_bytes: number;
  /** Of all files of a message together, before base64. */
  readonly total_bytes: number;
  /** MIME types. */
  readonly picture_types: readonly string[];
  /** With their dot, lower case: for the file picker. Any other file in UTF-8 is taken as text, too. */
  readonly text_extensions: readonly string[];
}

export interface WebStatus {
  readonly ready: boolean;
  /** One sentence for people: what is loading, or exactly what to set. */
  readonly detail: string;
  /** 0..1 while the embedded model is fetched. */
  readonly progress: number | null;
  /** The embedded model is on its way: a question can wait for it. Absent where waiting does not help. */
  readonly loading?: true;
  readonly experts: readonly WebExpert[];
  readonly limits: WebLimits;
  readonly version: string;
  /** True when this browser has signed in with a key, and can sign out. */
  readonly signed_in: boolean;
}

// GET /web/commands?language=en|zh

export interface WebCommand {
  readonly name: string;
  /** What is put into the field, with a space at its end. */
  readonly insert: string;
  /** What follows the name: `[to LANG:] TEXT`. May be empty. */
  readonly usage: string;
  readonly description: string;
}

export interface WebCommands {
  readonly commands: readonly WebCommand[];
}

// POST /web/sign-in {key} → SignedIn (401: wrong key, 429: too many wrong ones) · POST /web/sign-out {} → SignedIn
// Any other call that is answered with 401 wants a sign-in first. The key itself is kept nowhere.

export interface SignIn {
  readonly key: string;
}

export interface SignedIn {
  readonly signed_in: boolean;
}

// GET /web/conversations?search= → ConversationList, newest first

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  /** ISO 8601, as all times here. */
  readonly created: string;
  readonly updated: string;
  readonly turns: number;
  /** An answer is being written right now. */
  readonly running: boolean;
  /** Of a search: the words around what was found in a text; absent when the title holds it. */
  readonly excerpt?: string;
}

export interface ConversationList {
  readonly conversations: readonly ConversationSummary[];
  /** Only some of the conversations were looked through: the search took too long. */
  readonly incomplete: boolean;
}

// GET /web/conversations/:id[?last=N][&before=TURN] → WebConversation: all turns, or the N before TURN or the end · PATCH {title} → ConversationSummary · DELETE → Deleted
// GET /web/conversations/:id/export?format=markdown|json → a download

export interface WebAttachment {
  readonly name: string;
  readonly mime: string;
  /** Where a kept picture can be loaded from (same origin, for `<img src>`); null when only its name is known. */
  readonly url: string | null;
}

export interface WebTurn {
  /** `turn_…`, as in the receipt. */
  readonly id: string;
  /** Id of the message that it answers: the `id` of the event `turn`. */
  readonly message: string;
  /** The question as it was sent. */
  readonly text: string;
  readonly attachments: readonly WebAttachment[];
  readonly response: string;
  /** How full the context is: `usage.prompt_tokens + usage.completion_tokens` of the last turn, of the window. */
  readonly receipt: Omit<Receipt, 'response'>;
  readonly verdict: 'good' | 'bad' | null;
  /** It goes on with the answer of this turn, the one before it: show both as one answer, without this question. */
  readonly continues: string | null;
  /** Stopped or broken off: `response` is what was written until then. */
  readonly stopped: boolean;
}

export interface WebConversation {
  readonly id: string;
  readonly title: string;
  /** Oldest first. */
  readonly turns: readonly WebTurn[];
  /** There are turns before these: ask for them with `last` and `before`. */
  readonly earlier: boolean;
  readonly settings: WebSettings;
  /** Message id of the turn that is being answered: follow it with `GET …/live`. */
  readonly running: string | null;
  /** A question whose answer was lost when the server died in the middle; asking it again is up to the person. */
  readonly unanswered: Unanswered | null;
}

export interface Unanswered {
  /** Names it in `POST …/turns/:turn/again`, which asks it again; its files, if it had any, are gone. */
  readonly message: string;
  readonly text: string;
  /** The expert that was asked for. */
  readonly expert: ExpertName | null;
  /** The turn whose place it was to take. */
  readonly replaces: string | null;
  /** Names of its files. */
  readonly attachments: readonly string[];
}

export interface TitleChange {
  readonly title: string;
}

export interface Deleted {
  readonly id: string;
  readonly deleted: true;
}

// GET, PATCH /web/conversations/:id/settings?language= → WebSettings

export interface WebPersona {
  /** Null for free text. */
  readonly id: string | null;
  readonly name: string;
  readonly text: string;
}

export interface WebSettings {
  readonly persona: WebPersona | null;
  /** The ready ones. */
  readonly personas: readonly WebPersona[];
  /** Language code of the answers; null = that of the question. */
  readonly language: string | null;
  /** Codes that may be set, with their names. */
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  /** 0..2; null = as usual. */
  readonly temperature: number | null;
  /** How much of the conversation a prompt may hold; null = what the window takes. */
  readonly context_tokens: number | null;
  readonly expert: ExpertName | null;
  readonly limits: {
    readonly temperature: readonly [min: number, max: number];
    readonly context_tokens: readonly [min: number, max: number];
    readonly persona_characters: number;
  };
}

/** Absent = stays, null = back to as usual. */
export interface SettingsPatch {
  /** Id of a ready one, else the text itself. */
  readonly persona?: string | null;
  readonly language?: string | null;
  readonly temperature?: number | null;
  readonly context_tokens?: number | null;
  readonly expert?: ExpertName | null;
}

// The asking posts; all are answered with the events below, or with an ErrorBody when nothing began.
// POST /web/conversations/:id/turns                 Question
// POST /web/conversations/:id/turns/:turn/again     Again      retry, or another expert (stores the labelled example)
// POST /web/conversations/:id/turns/:turn/continue  Continue   goes on where the answer was cut by its length
// GET  /web/conversations/:id/live[?turn=MESSAGE]   204 when nothing runs; else the same events from the beginning (text
//      so far in one piece). With the id of a message also a turn that has ended: who lost the connection near the end
//      gets the rest, `done` included. Without it the oldest that runs; when it is done, ask again for the next.
// A turn runs on when its reader leaves; only `stop`, its end, or the end of the server ends it.

export interface Upload {
  readonly name: string;
  /** Empty or `application/octet-stream` when not known: the content tells. */
  readonly mime: string;
  /** Base64 without a `data:` prefix. */
  readonly data: string;
}

interface Keyed {
  /**
   * Made by the page for each press of "send": 8 to 64 of `A-Za-z0-9_-`. A post repeated with the same key (the
   * connection was lost) joins the running turn or gets the stored answer; nothing is ever asked twice.
   */
  readonly key: string;
  readonly language?: PageLanguage;
}

export interface Question extends Keyed {
  readonly text: string;
  /** Absent or null: the best one is chosen. */
  readonly expert?: ExpertName | null;
  readonly attachments?: readonly Upload[];
  /** The turn that this one takes the place of: edit and rerun. */
  readonly replaces?: string;
}

export interface Again extends Keyed {
  readonly expert?: ExpertName;
}

export type Continue = Keyed;

// POST /web/conversations/:id/stop {} → Stopped · POST …/turns/:turn/verdict Judgement → Judgement

export interface Stopped {
  /** False when nothing ran. */
  readonly stopped: boolean;
}

export interface Judgement {
  readonly kind: 'good' | 'bad';
}

// Server-sent events. First `turn`, or `say` alone; the last is `done`, `error` or `say`.

/** Begins a turn. */
export interface TurnEvent {
  readonly event: 'turn';
  readonly data: {
    /** Of the message; the turn's own id comes with `done`. */
    readonly id: string;
    /** The question as the conversation will keep it: for `/code …` without the command. */
    readonly text: string;
    /** The turn (its own id) whose place this one takes. */
    readonly replaces: string | null;
    /** The turn (its own id) whose answer this one goes on with: show both as one answer. */
    readonly continues: string | null;
    readonly attachments: readonly string[];
  };
}

/** What a slash command says, for the person alone; it is not kept. Markdown. */
export interface SayEvent {
  readonly event: 'say';
  readonly data: {
    readonly text: string;
    /** All turns are forgotten. */
    readonly conversation_reset?: true;
    /** Read the settings anew. */
    readonly settings_changed?: true;
  };
}

/** `error` with `code: "stopped"`: it was stopped before anything was written; no turn is kept. */
export type WebEvent = TurnEvent | SayEvent | AnswerEvent;

/** A call that failed. */
export type WebError = ErrorBody;
