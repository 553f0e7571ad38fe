import { announce, mountAnnouncer } from './dom/announce.ts';
import { isTouch } from './dom/touch.ts';
import { conversationIn, hashFor } from './layout/address.ts';
import { mountApp } from './layout/app.ts';
import type { Context } from './layout/context.ts';
import { createSignIn } from './layout/sign-in.ts';
import { createApi } from './net/api.ts';
import { createCall } from './net/call.ts';
import { sidebarAtFirst, sidebarIsDrawer, whenDrawerChanges } from './sidebar/sidebar.ts';
import { createChat } from './state/chat.ts';
import { createConversations } from './state/conversations.ts';
import { keep, readKept } from './state/kept.ts';
import { createLanguage, createTheme } from './state/preferences.ts';
import { type StatusWatch, watchStatus } from './state/status.ts';
import { createStore, patch } from './state/store.ts';
import { wordsFor } from './words/words.ts';

const language = createLanguage(navigator.language);
const theme = createTheme();
const signIn = createSignIn(language.get, () => focusField());
const call = createCall(language.get, signIn, () => void status.look());
const api = createApi(call, language.get);
const status: StatusWatch = watchStatus(api);
const conversations = createConversations(api);
const chat = createChat({
  api,
  language: language.get,
  modelReady: status.settled,
  onListChange: () => void conversations.refresh(),
});
const sidebarShown = createStore(sidebarAtFirst(readKept('sidebar')));
sidebarShown.watch((shown) => {
  if (!sidebarIsDrawer()) keep('sidebar', shown ? null : 'hidden');
});

// A sidebar that was wanted beside the conversation is no wish to have it covered.
whenDrawerChanges(() => sidebarShown.set(sidebarAtFirst(readKept('sidebar'))));

// The server names a conversation by its first message, or as the person renamed it.
conversations.watch(({ conversations: known }) => {
  const { id, title } = chat.state.get();
  const listed = known.find((one) => one.id === id)?.title;
  if (listed !== undefined && listed !== title) patch(chat.state, { title: listed });
});

/** Takes the views down that stand. */
let unmount = () => {};
let focusField = () => {};

function mount(): void {
  unmount();
  const disposers: (() => void)[] = [];
  unmount = () => {
    for (const dispose of disposers) dispose();
  };
  const context: Context = {
    words: wordsFor(language.get()),
    api,
    chat,
    conversations,
    status,
    language,
    theme,
    sidebarShown,
    goTo,
    onUnmount: (dispose) => disposers.push(dispose),
  };
  const place = document.getElementById('app');
  if (place === null) throw new Error('the page has no #app');
  ({ focusField } = mountApp(place, context));
}

function goTo(id: string | null): void {
  const { id: now, phase } = chat.state.get();
  const hash = id === null ? '' : hashFor(id);
  if (location.hash !== hash) history.pushState(null, '', hash === '' ? location.pathname : hash);
  if (id === null || id !== now || phase === 'failed') void openConversation(id);
}

async function openConversation(id: string | null): Promise<void> {
  if (!isTouch()) focusField();
  await chat.open(id);
}

addEventListener('popstate', () => {
  const id = conversationIn(location.hash);
  if (id === null || id !== chat.state.get().id) void openConversation(id);
});

// A phone that slept, a second tab: the server knows better what there is.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refreshAll();
});
addEventListener('online', refreshAll);
let reached = true;
status.watch((now) => {
  if (now.reached && !reached) refreshAll();
  reached = now.reached;
});

function refreshAll(): void {
  void conversations.refresh();
  if (chat.state.get().phase === 'ready' || chat.state.get().phase === 'failed') void chat.refresh();
}

mountAnnouncer();
let mounted = false;
language.watch(() => {
  mount();
  if (mounted) announce(wordsFor(language.get()).settings.saved);
  if (mounted) {
    focusField();
    refreshAll();
  }
  mounted = true;
});
if (!isTouch()) focusField();
void conversations.refresh();
void chat.open(conversationIn(location.hash));
