import type { ExpertName, Route } from '../conversation/types.ts';

/** What routing may know of the conversation. */
export interface ConversationState {
  /** The expert of the last answered turn. */
  readonly lastExpert: ExpertName | null;
  /** The expert the channel is pinned to. */
  readonly pinned: ExpertName | null;
}

export interface RouteQuestion {
  readonly text: string;
  readonly forced: ExpertName | null;
  /** MIME types of the attachments. */
  readonly attachments: readonly string[];
  readonly state: ConversationState;
}

/** Decides in bounded time and never throws, whatever the text. Pure: no I/O. */
export type Router = (question: RouteQuestion) => Route;
