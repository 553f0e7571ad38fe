import type { Check, ExpertName, Question, Receipt, WebAttachment, WebTurn } from '../../protocol.ts';
import type { Problem } from './problem.ts';
import { createStore, type Store } from './store.ts';

/** What is said while there is no text yet, or none comes. */
export type Note =
  | { readonly kind: 'sending' | 'thinking' | 'loading_model' | 'reconnecting' }
  | { readonly kind: 'queue'; readonly position: number };

export interface Step {
  readonly expert: ExpertName;
  readonly state: 'running' | 'done' | 'failed';
}

export interface TurnInfo {
  /** What the server knows it by: the message's id, later the turn's own; null until it has answered. */
  readonly id: string | null;
  readonly text: string;
  readonly attachments: readonly ShownFile[];
  readonly phase: 'running' | 'ended';
  readonly note: Note | null;
  readonly expert: ExpertName | null;
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
  readonly receipt: Receipt | null;
  readonly verdict: WebTurn['verdict'];
  readonly stopped: boolean;
  /** What went wrong. */
  readonly problem: Problem | null;
  /** The answer of a command, which is not kept. */
  readonly said: boolean;
}

export interface ShownFile {
  readonly name: string;
  readonly mime: string;
  readonly url: string | null;
  /** As it was chosen on this page, for its thumbnail. */
  readonly file?: Blob;
}

/** How an answer's text grows. */
export interface Growth {
  append(delta: string): void;
  replace(text: string): void;
}

/** One question and its answer, as far as it has come. */
export interface Turn {
  readonly info: Store<TurnInfo>;
  /** The answer's text so far. */
  readonly answer: () => string;
  readonly grow: Growth;
  /** Tells of all that comes from now on, until the returned function is called. */
  watchGrowth(listener: Growth): () => void;
  /** As it was sent from this page, to be sent again; null for a stored turn. */
  readonly question: Question | null;
  /** The turn whose place it takes while it runs; it comes back when this one fails. */
  readonly replaced: Turn | null;
}

const NEW: TurnInfo = {
  id: null,
  text: '',
  attachments: [],
  phase: 'running',
  note: { kind: 'sending' },
  expert: null,
  steps: [],
  checks: [],
  receipt: null,
  verdict: null,
  stopped: false,
  problem: null,
  said: false,
};

export function createTurn(
  first: Partial<TurnInfo>,
  answer = '',
  question: Question | null = null,
  replaced: Turn | null = null,
): Turn {
  let text = answer;
  const listeners = new Set<Growth>();
  return {
    info: createStore({ ...NEW, ...first }),
    answer: () => text,
    grow: {
      append(delta) {
        text += delta;
        for (const listener of [...listeners]) listener.append(delta);
      },
      replace(whole) {
        text = whole;
        for (const listener of [...listeners]) listener.replace(whole);
      },
    },
    watchGrowth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    question,
    replaced,
  };
}

/** A turn as the server keeps it. */
export function storedTurn({ attachments, id, receipt, response, stopped, text, verdict }: WebTurn): Turn {
  const info: Partial<TurnInfo> = {
    id,
    text,
    attachments: attachments.map(shownFile),
    phase: 'ended',
    note: null,
    expert: receipt.expert,
    checks: receipt.checks,
    receipt,
    verdict,
    stopped,
  };
  return createTurn(info, response);
}

function shownFile({ mime, name, url }: WebAttachment): ShownFile {
  return { name, mime, url };
}
