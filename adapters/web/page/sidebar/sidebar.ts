import { button, iconButton } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import { type Context, watch } from '../layout/context.ts';
import { conversationList } from './conversation-list.ts';

export interface Sidebar {
  readonly element: HTMLElement;
  /** Shows it and goes to its search field. */
  search(): void;
}

/** Narrower than this it lies over the conversation (layout.css has the same width). */
const DRAWER = matchMedia('(max-width: 52rem)');

/** All conversations of this browser, and the way to a new one. */
export function createSidebar(context: Context): Sidebar {
  const { conversations, goTo, sidebarShown, words } = context;
  const said = words.sidebar;
  const field = h('input', {
    type: 'search',
    id: 'search',
    placeholder: said.search,
    'aria-label': said.search,
    autocomplete: 'off',
    value: conversations.get().search,
  });
  const element = h(
    'nav',
    { id: 'sidebar', class: 'sidebar', 'aria-label': said.label },
    h(
      'div',
      { class: 'brand' },
      h('img', { src: '/web/icon.svg', alt: '', width: 26, height: 26 }),
      h('span', { class: 'brand-name' }, 'Switchboard'),
      iconButton('sidebar', said.hide, () => sidebarShown.set(false), { id: 'hide-sidebar' }),
    ),
    button(said.newChat, () => leaveTo(null), { id: 'new', class: 'new-chat', icon: 'newChat' }),
    h('div', { class: 'search' }, icon('search'), field),
    conversationList(context, leaveTo),
  );

  /** On a phone the drawer has done its work. */
  function leaveTo(id: string | null): void {
    if (DRAWER.matches) sidebarShown.set(false);
    goTo(id);
  }

  field.addEventListener('input', () => conversations.search(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') element.querySelector<HTMLElement>('.conversation a')?.focus();
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    if (field.value === '') document.getElementById('text')?.focus();
    field.value = '';
    conversations.search('');
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && DRAWER.matches) {
      event.stopPropagation();
      sidebarShown.set(false);
    }
  });
  watch(context, sidebarShown, (shown) => {
    document.documentElement.dataset.sidebar = shown ? 'shown' : 'hidden';
    element.inert = !shown;
  });
  return {
    element,
    search() {
      sidebarShown.set(true);
      field.focus();
      field.select();
    },
  };
}

/** Whether the sidebar is there when the page opens. */
export function sidebarAtFirst(kept: string | null): boolean {
  return !DRAWER.matches && kept !== 'hidden';
}

export function sidebarIsDrawer(): boolean {
  return DRAWER.matches;
}

/** Calls back when the sidebar becomes a drawer or the other way round: a window made smaller, a tablet turned. */
export function whenDrawerChanges(listener: () => void): void {
  DRAWER.addEventListener('change', listener);
}
