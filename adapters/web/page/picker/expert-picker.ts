import type { ExpertName } from '../../protocol.ts';
import { fill, h } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import { openMenu } from '../dom/menu.ts';
import { toast } from '../dom/toast.ts';
import { type Context, watch } from '../layout/context.ts';
import { expertDot } from '../messages/expert-chip.ts';
import { expertItems } from './expert-items.ts';

export interface ExpertPicker {
  readonly element: HTMLButtonElement;
  open(): void;
}

/** Who answers in this conversation: the best one, or always the same. */
export function expertPicker(context: Context): ExpertPicker {
  const { api, chat, status, words } = context;
  const { picker } = words;
  const element = h('button', {
    type: 'button',
    id: 'expert-picker',
    class: 'picker',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    onclick: open,
  });

  function open(): void {
    const chosen = chat.settings.get()?.expert ?? null;
    openMenu(element, picker.label, [
      {
        label: picker.auto,
        detail: picker.autoDetail,
        mark: expertDot('auto'),
        checked: chosen === null,
        run: () => choose(null),
      },
      ...expertItems(context, chosen, choose),
    ]);
    // For the next time: states change slowly.
    void status.look();
  }

  async function choose(expert: ExpertName | null): Promise<void> {
    const { id } = chat.state.get();
    const before = chat.settings.get();
    if (before !== null) chat.settings.set({ ...before, expert });
    try {
      const settings = await api.change(id, { expert });
      if (id === chat.state.get().id) chat.settings.set(settings);
    } catch {
      if (id === chat.state.get().id) chat.settings.set(before);
      toast(words.messages.network);
    }
  }

  watch(context, chat.settings, (settings) => {
    const expert = settings?.expert ?? null;
    const name = expert === null ? picker.auto : (words.experts[expert] ?? expert);
    element.setAttribute('aria-label', picker.choose(name));
    fill(element, expertDot(expert ?? 'auto'), h('span', {}, name), icon('fold'));
  });
  return { element, open };
}
