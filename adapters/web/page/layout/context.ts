import type { PageLanguage } from '../../protocol.ts';
import type { Api } from '../net/api.ts';
import type { Chat } from '../state/chat.ts';
import type { Conversations } from '../state/conversations.ts';
import type { Theme } from '../state/preferences.ts';
import type { StatusWatch } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import type { Words } from '../words/words.ts';

/** What every part of the page may use. Views are built anew for another language; the rest stays. */
export interface Context {
  readonly words: Words;
  readonly api: Api;
  readonly chat: Chat;
  readonly conversations: Conversations;
  readonly status: StatusWatch;
  readonly language: Store<PageLanguage>;
  readonly theme: Store<Theme>;
  readonly sidebarShown: Store<boolean>;
  /** Goes to a conversation, null for a new one, and says so in the address. */
  goTo(id: string | null): void;
  /** Runs when the views are taken down. */
  readonly onUnmount: (dispose: () => void) => void;
}

/** Watches a store for as long as the views stand. */
export function watch<T>(context: Context, store: Store<T>, listener: (value: T) => void): void {
  context.onUnmount(store.watch(listener));
}
