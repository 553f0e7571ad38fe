import { h } from './element.ts';
import { type IconName, icon } from './icons.ts';

export interface MenuItem {
  readonly label: string;
  /** A second, quieter line. */
  readonly detail?: string;
  readonly icon?: IconName;
  /** Drawn before the label, in place of an icon. */
  readonly mark?: Node;
  /** Drawn at the end. */
  readonly end?: Node;
  /** Given: one of several that can be chosen. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly run: () => void;
}

const GAP_PX = 6;
const EDGE_PX = 8;

/** Opens a menu beside a button: arrows, Home, End and first letters move, Enter chooses, Escape closes. */
export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
  if (anchor.getAttribute('aria-expanded') === 'true') return;
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, popover: 'auto' });
  const buttons = items.map((item) => {
    const choose = () => {
      menu.hidePopover();
      item.run();
    };
    return h(
      'button',
      {
        type: 'button',
        role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
        class: item.danger ? 'menu-item danger' : 'menu-item',
        tabIndex: -1,
        disabled: item.disabled ?? false,
        'aria-checked': item.checked,
        onclick: choose,
      },
      item.mark ?? (item.icon && icon(item.icon)),
      h('span', { class: 'menu-label' }, item.label, item.detail && h('small', {}, item.detail)),
      item.end,
      item.checked && icon('check'),
    );
  });
  menu.append(...buttons);
  menu.addEventListener('keydown', (event) => moveFocus(event, buttons));
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') return;
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    // A list that was drawn anew has another button of the same name.
    const back = anchor.isConnected ? anchor : document.getElementById(anchor.id);
    if (hadFocus) back?.focus();
  });
  // In the same part of the page as its button: an open dialog lets nothing else be used.
  (anchor.closest('dialog, nav, main, section, header') ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute('aria-expanded', 'true');
  const chosen = items.findIndex(({ checked }) => checked);
  buttons[Math.max(0, chosen)]?.focus();
}

function place(menu: HTMLElement, anchor: HTMLElement): void {
  const { bottom, left, right, top } = anchor.getBoundingClientRect();
  const { height, width } = menu.getBoundingClientRect();
  const below = bottom + GAP_PX;
  const fitsBelow = below + height <= innerHeight - EDGE_PX;
  const x = left + width <= innerWidth - EDGE_PX ? left : right - width;
  menu.style.left = `${Math.max(EDGE_PX, x)}px`;
  menu.style.top = `${fitsBelow ? below : Math.max(EDGE_PX, top - GAP_PX - height)}px`;
}

function moveFocus(event: KeyboardEvent, buttons: readonly HTMLButtonElement[]): void {
  const usable = buttons.filter(({ disabled }) => !disabled);
  const at = usable.indexOf(document.activeElement as HTMLButtonElement);
  const next = nextIndex(event.key, at, usable);
  if (event.key === 'Tab') (event.currentTarget as HTMLElement).hidePopover();
  if (next === null) return;
  event.preventDefault();
  usable[next]?.focus();
}

function nextIndex(key: string, at: number, usable: readonly HTMLButtonElement[]): number | null {
  const count = usable.length;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return null;
  const order = [...usable.keys()].map((step) => (at + 1 + step) % count);
  const begins = (index: number) =>
    usable[index]?.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()) ?? false;
  return order.find(begins) ?? null;
}
