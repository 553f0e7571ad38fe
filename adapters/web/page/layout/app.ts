import { createComposer } from '../composer/composer.ts';
import { fill, h } from '../dom/element.ts';
import { listenToKeys } from '../keyboard/keys.ts';
import { createSidebar } from '../sidebar/sidebar.ts';
import type { Context } from './context.ts';
import { conversationView } from './conversation.ts';
import { noticeBar } from './notice.ts';
import { topBar } from './top-bar.ts';

/** Puts the whole page together in `place`. */
export function mountApp(place: HTMLElement, context: Context): { focusField(): void } {
  const { sidebarShown, words } = context;
  const sidebar = createSidebar(context);
  const composer = createComposer(context, () => conversation.list.editLast());
  const conversation = conversationView(context, composer.ask);
  const skip = h('a', { class: 'skip', href: '#text' }, words.skip);
  skip.addEventListener('click', (event) => {
    // The address names the conversation.
    event.preventDefault();
    composer.focus();
  });
  fill(
    place,
    skip,
    sidebar.element,
    // A drawer is left by a press beside it.
    h('div', { class: 'scrim', onclick: () => sidebarShown.set(false) }),
    h(
      'div',
      { class: 'main' },
      topBar(context),
      noticeBar(context),
      conversation.scroll,
      h(
        'section',
        { class: 'lower', 'aria-label': words.composer.label },
        conversation.jump,
        composer.element,
      ),
    ),
  );
  listenToKeys(context, {
    search: sidebar.search,
    focusField: composer.focus,
    pickExpert: composer.picker.open,
  });
  return { focusField: composer.focus };
}
