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
  /** Of the question, where the answer was continued: `id` is then that of its last part. */
  readonly questionId: string | null;
  readonly text: string;
  readonly attachments: readonly ShownFile[];
  readonly phase: 'running' | 'ended';
  readonly note: Note | null;
  readonly expert: ExpertName | null;
  /** Of a plan, those that have begun; not all places may be filled. */
  readonly steps: readonly Step[];
  /** How many steps the plan has in all; 0 without one. */
  readonly planned: number;
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
  /** The answer's text so far, with the parts that it goes on with. */
  readonly answer: () => string;
  /** What earlier parts of the answer said; this one goes on behind it. Empty for most. */
  readonly before: () => string;
  /** Begins the text anew, behind these earlier parts. */
  restart(before: string): void;
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
  questionId: null,
  text: '',
  attachments: [],
  phase: 'running',
  note: { kind: 'sending' },
  expert: null,
  steps: [],
  planned: 0,
  checks: [],
  receipt: null,
  verdict: null,
  stopped: false,
  problem: null,
  said: false,
};

/** @param beginning of a turn: parts of it as `Turn` says them, and the answer's text */
export function createTurn(
  first: Partial<TurnInfo>,
  beginning: {
    readonly answer?: string;
    readonly before?: string;
    readonly question?: Question;
    readonly replaced?: Turn | null;
  } = {},
): Turn {
  let before = beginning.before ?? '';
  let text = before + (beginning.answer ?? '');
  const listeners = new Set<Growth>();
  return {
    info: createStore({ ...NEW, ...first }),
    answer: () => text,
    before: () => before,
    restart(parts) {
      before = parts;
      if (text !== before) this.grow.replace('');
    },
    grow: {
      append(delta) {
        text += delta;
        for (const listener of [...listeners]) listener.append(delta);
      },
      replace(whole) {
        text = before + whole;
        for (const listener of [...listeners]) listener.replace(text);
      },
    },
    watchGrowth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    question: beginning.question ?? null,
    replaced: beginning.replaced ?? null,
  };
}

/**
 * A turn as the server keeps it.
 *
 * @param earlier the turn whose answer it goes on with: both are one then
 */
export function storedTurn(stored: WebTurn, earlier: Turn | null): Turn {
  const { attachments, id, receipt, response, stopped, text, verdict } = stored;
  const question = earlier?.info.get();
  const info: Partial<TurnInfo> = {
    id,
    questionId: question?.questionId ?? question?.id ?? null,
    text: question?.text ?? text,
    attachments: question?.attachments ?? attachments.map(shownFile),
    phase: 'ended',
    note: null,
    expert: receipt.expert,
    checks: receipt.checks,
    receipt: { ...receipt, response },
    verdict,
    stopped,
  };
  return createTurn(info, { answer: response, before: earlier?.answer() ?? '' });
}

function shownFile({ mime, name, url }: WebAttachment): ShownFile {
  return { name, mime, url };
}
