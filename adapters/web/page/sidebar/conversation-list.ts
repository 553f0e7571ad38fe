import type { ConversationSummary } from '../../protocol.ts';
import { button } from '../dom/button.ts';
import { fill, h } from '../dom/element.ts';
import { type Context, watch } from '../layout/context.ts';
import { groupByPeriod, type Period } from './by-day.ts';
import { conversationRow } from './conversation-row.ts';

/** The conversations by day, the open one marked. */
export function conversationList(context: Context, goTo: (id: string | null) => void): HTMLElement {
  const { chat, conversations, language, words } = context;
  const said = words.sidebar;
  const element = h('div', { class: 'conversations', id: 'conversations' });
  let open = '';

  function show(): void {
    // Nobody's typing is swept away; it ends with the list being fetched anew.
    if (element.querySelector('.rename') !== null) return;
    const { conversations: items, incomplete, phase, search } = conversations.get();
    const groups = groupByPeriod(items, ({ updated }) => new Date(updated), new Date());
    const remark = (text: string) => h('p', { class: 'quiet-remark' }, text);
    const empty = items.length === 0 && phase === 'ready';
    const focused = element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    fill(
      element,
      ...groups.map(({ items, period }) => group(periodWords(period), items)),
      empty && remark(search === '' ? said.none : said.noneFound),
      incomplete && remark(said.incomplete),
      phase === 'failed' && remark(said.failed),
      phase === 'failed' && button(words.retry, () => void conversations.refresh(), { class: 'quiet' }),
    );
    // The list is drawn anew behind somebody's back: their place in it stays.
    if (focused) document.getElementById(focused)?.focus();
  }

  function group(name: string, items: readonly ConversationSummary[]): HTMLElement {
    return h(
      'section',
      { 'aria-label': name },
      h('h2', {}, name),
      h('ul', {}, ...items.map((item) => conversationRow(context, item, item.id === open, goTo))),
    );
  }

  function periodWords(period: Period): string {
    if (typeof period === 'string') return said.days[period];
    const date = new Date(period.year, period.month);
    return new Intl.DateTimeFormat(language.get(), { month: 'long', year: 'numeric' }).format(date);
  }

  watch(context, chat.state, ({ id }) => {
    if (id === open) return;
    open = id;
    show();
  });
  watch(context, conversations, show);
  return element;
}
