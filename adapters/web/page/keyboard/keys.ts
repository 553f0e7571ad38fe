import { dialogIsOpen } from '../dom/dialog.ts';
import { toast } from '../dom/toast.ts';
import type { Context } from '../layout/context.ts';
import { openSettings } from '../settings/settings.ts';
import { showHelp } from './help.ts';
import { type Shortcut, shortcutOf } from './shortcuts.ts';

export interface KeyTargets {
  search(): void;
  focusField(): void;
  pickExpert(): void;
}

/** Lets the keyboard reach everything, from anywhere on the page. */
export function listenToKeys(context: Context, { focusField, pickExpert, search }: KeyTargets): void {
  const { chat, goTo, sidebarShown, words } = context;
  const run: Record<Shortcut, () => void> = {
    search,
    focusField,
    pickExpert,
    newChat: () => goTo(null),
    settings: () => openSettings(context),
    sidebar: () => sidebarShown.set(!sidebarShown.get()),
    help: () => showHelp(words),
    stop: () => {
      if (chat.running.get() !== null) chat.stop().catch(() => toast(words.messages.network));
    },
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || dialogIsOpen()) return;
    // Escape closes the menu, which sees to that itself.
    if (document.querySelector('.menu:popover-open') !== null) return;
    const shortcut = shortcutOf(event, isField(event.target));
    if (shortcut === null) return;
    if (shortcut !== 'stop') event.preventDefault();
    run[shortcut]();
  };
  document.addEventListener('keydown', onKey);
  context.onUnmount(() => document.removeEventListener('keydown', onKey));
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
