import { announce } from '../dom/announce.ts';
import { button } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import { type Context, watch } from '../layout/context.ts';
import type { Turn } from '../state/turn.ts';
import type { Follow } from './follow.ts';
import { problemWords } from './problem-words.ts';
import { nameOf } from './receipt-rows.ts';
import { createTurnView, type TurnView } from './turn-view.ts';

/** How many turns are shown at a time; thousands at once would hold the page up. */
const STEP = 50;

export interface MessageList {
  readonly element: HTMLElement;
  /** Puts the last question into a field to be changed; false when there is none. */
  editLast(): boolean;
  /** The view that keeps its place while something is put above. */
  connect(follow: Follow): void;
}

/** All turns of the open conversation; of a long one the latest, the earlier ones on request. */
export function messageList(context: Context): MessageList {
  const { chat, words } = context;
  const views = new Map<Turn, TurnView>();
  const list = h('div', { id: 'messages', role: 'region', 'aria-label': words.messages.label });
  const earlier = button(words.messages.earlier, showMore, { id: 'earlier', class: 'quiet' });
  const element = h('div', { class: 'message-list' }, earlier, list);
  let follow: Follow | null = null;
  let conversation = '';
  /** How many of the first turns are not shown. */
  let hidden = 0;

  function show(turns: readonly Turn[]): void {
    if (conversation !== chat.state.get().id || turns.length < hidden) {
      conversation = chat.state.get().id;
      hidden = 0;
    }
    // A whole history at once, not what came one by one.
    if (views.size === 0) hidden = Math.max(0, turns.length - STEP);
    const shown = turns.slice(hidden);
    for (const [turn, view] of views) {
      if (shown.includes(turn)) continue;
      view.dispose();
      view.element.remove();
      views.delete(turn);
    }
    for (const [index, turn] of shown.entries()) {
      const view = views.get(turn) ?? createTurnView(context, turn);
      views.set(turn, view);
      const there = list.children[index];
      if (there !== view.element) list.insertBefore(view.element, there ?? null);
    }
    earlier.hidden = hidden === 0;
  }

  function showMore(): void {
    hidden = Math.max(0, hidden - STEP);
    const before = list.firstElementChild;
    const change = () => show(chat.turns.get());
    if (follow === null) change();
    else follow.keepPlace(change);
    (before?.previousElementSibling as HTMLElement | null)?.querySelector<HTMLElement>('button')?.focus({
      preventScroll: true,
    });
  }

  watch(context, chat.turns, show);
  watch(context, chat.running, (turn) => {
    if (turn === null) return;
    follow?.toEnd();
    announce(words.messages.answering);
    announceEnd(context, turn);
  });
  context.onUnmount(() => {
    for (const view of views.values()) view.dispose();
  });
  return {
    element,
    connect(next) {
      follow = next;
    },
    editLast() {
      const view = [...views.values()].at(-1);
      view?.edit();
      return view !== undefined;
    },
  };
}

/** Not each word: the whole answer, once it is there. */
function announceEnd(context: Context, turn: Turn): void {
  const { words } = context;
  let over = false;
  const stop = turn.info.watch(({ expert, phase, problem, stopped }) => {
    if (phase === 'running') return;
    over = true;
    if (problem !== null) announce(problemWords(problem, turn.answer() !== '', words));
    else if (stopped) announce(words.messages.stopped);
    else announce(words.messages.answered(nameOf(expert ?? 'general', words), turn.answer()));
    queueMicrotask(() => stop());
  });
  context.onUnmount(() => {
    if (!over) stop();
  });
}
