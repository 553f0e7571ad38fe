import type { Unanswered } from '../../protocol.ts';
import { button } from '../dom/button.ts';
import { fill, h } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import { createFollow } from '../messages/follow.ts';
import { type MessageList, messageList } from '../messages/list.ts';
import { problemWords } from '../messages/problem-words.ts';
import type { ChatState } from '../state/chat.ts';
import type { Problem } from '../state/problem.ts';
import { type Context, watch } from './context.ts';
import { greeting } from './greeting.ts';

export interface ConversationView {
  readonly scroll: HTMLElement;
  readonly jump: HTMLElement;
  readonly list: MessageList;
}

/** The messages, or what stands in their place: the greeting, a conversation that could not be loaded. */
export function conversationView(context: Context, ask: (text: string) => void): ConversationView {
  const { chat, words } = context;
  const list = messageList(context);
  const before = h('div', {});
  const after = h('div', {});
  const column = h('div', { class: 'column' }, before, list.element, after);
  const scroll = h('main', { id: 'scroll', class: 'scroll', tabIndex: -1 }, column);
  const jump = h(
    'button',
    {
      type: 'button',
      id: 'newest',
      class: 'jump',
      hidden: true,
      title: words.messages.newest,
      'aria-label': words.messages.newest,
      onclick: () => {
        follow.toEnd();
        document.getElementById('text')?.focus({ preventScroll: true });
      },
    },
    icon('down'),
  );
  const follow = createFollow(scroll, column, (away) => {
    jump.hidden = !away;
  });
  list.connect(follow);
  context.onUnmount(() => follow.dispose());

  let shown: ChatState['phase'] | 'greeting' | null = null;

  function show(): void {
    const { phase, problem, unanswered } = chat.state.get();
    const empty = chat.turns.get().length === 0 && unanswered === null && phase === 'ready';
    const next = empty ? 'greeting' : phase;
    if (next !== shown) fill(before, above(next, problem));
    if (next !== shown && next === 'greeting') follow.toStart();
    shown = next;
    fill(after, unanswered !== null && lost(unanswered));
  }

  /** What stands in the place of the messages. */
  function above(what: ChatState['phase'] | 'greeting', problem: Problem | null): HTMLElement | null {
    if (what === 'greeting') return greeting(context, ask);
    if (what === 'missing') {
      return remark(words.messages.notFound, words.sidebar.newChat, () => context.goTo(null));
    }
    if (what !== 'failed' || problem === null) return null;
    return remark(problemWords(problem, false, words), words.retry, () => void chat.refresh());
  }

  function lost({ attachments, text }: Unanswered): HTMLElement {
    const names = attachments.join(', ');
    const sentence = [words.messages.unanswered, names && words.messages.filesGone(names)].join(' ').trim();
    return h(
      'div',
      { class: 'turn' },
      h(
        'article',
        { class: 'question', 'aria-label': words.you },
        h('p', { class: 'bubble', dir: 'auto' }, text),
      ),
      remark(sentence, words.retry, chat.sendUnanswered),
    );
  }

  function remark(text: string, label: string, run: () => void): HTMLElement {
    return h(
      'div',
      { class: 'error' },
      h('p', { dir: 'auto' }, text),
      button(label, run, { class: 'quiet' }),
    );
  }

  let conversation = '';
  watch(context, chat.state, ({ id }) => {
    if (id !== conversation) follow.toEnd();
    conversation = id;
    show();
  });
  watch(context, chat.turns, show);
  return { scroll, jump, list };
}
