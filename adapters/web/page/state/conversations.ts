import type { ConversationSummary } from '../../protocol.ts';
import type { Api } from '../net/api.ts';
import { createStore, patch, type Store } from './store.ts';

const TYPING_PAUSE_MS = 150;

export interface ListState {
  readonly conversations: readonly ConversationSummary[];
  readonly search: string;
  readonly incomplete: boolean;
  readonly phase: 'loading' | 'ready' | 'failed';
}

export interface Conversations extends Store<ListState> {
  refresh(): Promise<void>;
  /** Looks for words in titles and texts, once the typing pauses. */
  search(words: string): void;
  rename(id: string, title: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The conversations of this browser's session; the server keeps them. */
export function createConversations(api: Api): Conversations {
  const store = createStore<ListState>({
    conversations: [],
    search: '',
    incomplete: false,
    phase: 'loading',
  });
  let caller = new AbortController();
  let typing: ReturnType<typeof setTimeout> | undefined;

  async function refresh(): Promise<void> {
    caller.abort();
    caller = new AbortController();
    const { signal } = caller;
    try {
      const { conversations, incomplete } = await api.list(store.get().search, signal);
      patch(store, { conversations, incomplete, phase: 'ready' });
    } catch {
      // What is there stays; that the server is gone is said elsewhere.
      if (!signal.aborted && store.get().phase === 'loading') patch(store, { phase: 'failed' });
    }
  }

  const without = (id: string) => store.get().conversations.filter((item) => item.id !== id);
  return {
    ...store,
    refresh,
    search(words) {
      patch(store, { search: words.trim() });
      clearTimeout(typing);
      typing = setTimeout(refresh, TYPING_PAUSE_MS);
    },
    async rename(id, title) {
      const renamed = await api.rename(id, title);
      const { conversations } = store.get();
      patch(store, {
        conversations: conversations.map((item) =>
          item.id === id ? { ...item, title: renamed.title } : item,
        ),
      });
    },
    async remove(id) {
      await api.remove(id);
      patch(store, { conversations: without(id) });
    },
  };
}
