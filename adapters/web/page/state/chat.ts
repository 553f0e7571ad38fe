import type { ExpertName, Judgement, Unanswered, WebSettings } from '../../protocol.ts';
import type { Api } from '../net/api.ts';
import { type Asking, createAsking } from './asking.ts';
import { type Problem, problemOf } from './problem.ts';
import { createStore, patch, type Store } from './store.ts';
import type { ShownFile, Turn } from './turn.ts';
import { mergeTurns, storedTurns } from './turn-list.ts';
import { unsentId } from './unsent.ts';

export interface ChatState {
  readonly id: string;
  /** Empty for one that the server does not know yet. */
  readonly title: string;
  readonly phase: 'loading' | 'ready' | 'failed' | 'missing';
  readonly problem: Problem | null;
  readonly unanswered: Unanswered | null;
}

/** What is sent: files are read and checked by then. */
export interface Draft {
  readonly text: string;
  readonly expert: ExpertName | null;
  readonly files: readonly (ShownFile & { readonly data: string })[];
}

export interface Chat extends Asking {
  readonly state: Store<ChatState>;
  readonly turns: Store<readonly Turn[]>;
  /** The one whose answer is being written. */
  readonly running: Store<Turn | null>;
  /** Null until they are there. */
  readonly settings: Store<WebSettings | null>;
  /** Goes to a conversation; null begins a new one. An answer that is being written goes on without a reader. */
  open(id: string | null): Promise<void>;
  /** Takes over what the server has by now, and follows the answer that is being written there. */
  refresh(): Promise<void>;
  judge(turn: Turn, kind: Judgement['kind']): Promise<void>;
}

export interface ChatParts {
  readonly api: Api;
  /** Resolves once a question can be sent. */
  readonly modelReady: (signal: AbortSignal) => Promise<void>;
  readonly language: () => 'en' | 'zh';
  /** The list of conversations is no longer true. */
  readonly onListChange: () => void;
}

/** The conversation that is open. The server has the truth; this is what the page has seen of it. */
export function createChat(parts: ChatParts): Chat {
  const { api } = parts;
  const state = createStore<ChatState>({ ...EMPTY, id: '', phase: 'loading' });
  const turns = createStore<readonly Turn[]>([]);
  const running = createStore<Turn | null>(null);
  const settings = createStore<WebSettings | null>(null);
  const asking = createAsking({ ...parts, state, turns, running, settings, refresh });

  async function open(id: string | null): Promise<void> {
    asking.leave();
    turns.set([]);
    settings.set(null);
    state.set({ ...EMPTY, id: id ?? unsentId(), phase: id === null ? 'ready' : 'loading' });
    if (id !== null) return refresh();
    const mine = state.get().id;
    const usual = await api.settings(mine).catch(() => null);
    if (mine === state.get().id && settings.get() === null) settings.set(usual);
  }

  async function refresh(): Promise<void> {
    const { id, phase } = state.get();
    if (running.get() !== null) return;
    try {
      const known = await api.conversation(id);
      if (id !== state.get().id || running.get() !== null) return;
      if (known === null) {
        // Forgotten elsewhere; a new one is not known before its first message.
        if (phase === 'loading') patch(state, { phase: 'missing' });
        return;
      }
      settings.set(known.settings);
      turns.set(mergeTurns(turns.get(), storedTurns(known.turns)));
      patch(state, { title: known.title, phase: 'ready', problem: null, unanswered: known.unanswered });
      if (known.running !== null) asking.pickUp(known.running);
    } catch (error) {
      if (id === state.get().id && phase !== 'ready') {
        patch(state, { phase: 'failed', problem: problemOf(error) });
      }
    }
  }

  async function judge(turn: Turn, kind: Judgement['kind']): Promise<void> {
    const { id, verdict } = turn.info.get();
    if (id === null) return;
    patch(turn.info, { verdict: kind });
    try {
      await api.judge(state.get().id, id, { kind });
    } catch (error) {
      patch(turn.info, { verdict });
      throw error;
    }
  }

  return { ...asking, state, turns, running, settings, open, refresh, judge };
}

const EMPTY: Omit<ChatState, 'id' | 'phase'> = { title: '', problem: null, unanswered: null };
