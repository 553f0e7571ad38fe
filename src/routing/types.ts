import type { ExpertName, Route } from '../conversation/types.ts';

/** What routing may know of the conversation. */
export interface ConversationState {
  /** The expert of the last answered turn. */
  readonly lastExpert: ExpertName | null;
  /** What that turn was asked, at most its first 2,000 UTF-16 units; absent or null = not known. */
  readonly lastQuestion?: string | null;
  /** The expert the channel is pinned to. */
  readonly pinned: ExpertName | null;
}

export interface RouteQuestion {
  readonly text: string;
  readonly forced: ExpertName | null;
  /** MIME types of the attachments. */
  readonly attachments: readonly string[];
  readonly state: ConversationState;
  /** Whose answer the message is a reply to, where the platform tells and the answer is still known. */
  readonly repliedExpert?: ExpertName | null;
}

/**
 * Decides in bounded time and never throws or rejects, whatever the text. When the signal aborts, the judge is not
 * waited for.
 */
export type Router = (question: RouteQuestion, signal: AbortSignal) => Promise<Route>;
