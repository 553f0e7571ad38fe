import { iconButton } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import { showHelp } from '../keyboard/help.ts';
import { openSettings } from '../settings/settings.ts';
import { type Context, watch } from './context.ts';
import { contextMeter } from './context-meter.ts';

/** Above a conversation: its title, how full its context is, and the ways to everything else. */
export function topBar(context: Context): HTMLElement {
  const { chat, goTo, sidebarShown, words } = context;
  const title = h('h1', { class: 'title', dir: 'auto' });
  const show = iconButton('menu', words.sidebar.open, () => sidebarShown.set(true), {
    id: 'show-sidebar',
    'aria-controls': 'sidebar',
  });
  watch(context, chat.state, (state) => {
    title.textContent = state.title || words.sidebar.untitled;
    title.classList.toggle('unnamed', state.title === '');
    document.title = state.title === '' ? 'Switchboard' : `${state.title} · Switchboard`;
  });
  watch(context, sidebarShown, (shown) => {
    show.setAttribute('aria-expanded', String(shown));
  });
  return h(
    'header',
    { class: 'top' },
    show,
    iconButton('newChat', words.sidebar.newChat, () => goTo(null), { id: 'new-top' }),
    title,
    contextMeter(context),
    iconButton('help', words.top.help, () => showHelp(words), { id: 'help' }),
    iconButton('settings', words.top.settings, () => openSettings(context), { id: 'settings' }),
  );
}
