import { button } from '../dom/button.ts';
import { openDialog } from '../dom/dialog.ts';
import { fill, h } from '../dom/element.ts';
import type { Context } from '../layout/context.ts';
import { conversationSettings } from './conversation-settings.ts';
import { pageSettings } from './page-settings.ts';

/** The panel with what is set for the conversation, and for the page. */
export function openSettings(context: Context): void {
  const { chat, words } = context;
  const said = words.settings;
  const place = h('div', {});
  const scope: (() => void)[] = [];
  const dialog = openDialog(
    {
      title: said.title,
      class: 'panel',
      closeLabel: words.close,
      onClose: () => {
        for (const stop of scope) stop();
      },
    },
    place,
    pageSettings(context, () => dialog.close()),
  );
  const show = async () => {
    const { id } = chat.state.get();
    try {
      const settings = await context.api.settings(id);
      chat.settings.set(settings);
      fill(place, conversationSettings(context, id, settings));
    } catch {
      fill(
        place,
        h('p', { class: 'remark' }, said.failed),
        button(words.retry, () => void show(), { class: 'quiet' }),
      );
    }
  };
  void show();
}
