import { iconButton } from './button.ts';
import { type Child, h } from './element.ts';

export interface DialogOptions {
  readonly title: string;
  readonly class?: string;
  readonly closeLabel: string;
  readonly onClose?: () => void;
}

/** Opens a modal dialog; Escape, its cross and a press beside it close it, and the focus goes back to where it was. */
export function openDialog(options: DialogOptions, ...children: readonly Child[]): HTMLDialogElement {
  const before = document.activeElement;
  const titleId = `dialog-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const dialog = h(
    'dialog',
    { class: `dialog ${options.class ?? ''}`.trim(), 'aria-labelledby': titleId },
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: titleId }, options.title),
      iconButton('close', options.closeLabel, () => dialog.close()),
    ),
    h('div', { class: 'dialog-body' }, ...children),
  );
  // Only the backdrop is the dialog itself; all that is inside stands in its parts.
  let pressedOutside = false;
  dialog.addEventListener('pointerdown', (event) => {
    pressedOutside = event.target === dialog;
  });
  dialog.addEventListener('click', (event) => {
    if (pressedOutside && event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    options.onClose?.();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function dialogIsOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
