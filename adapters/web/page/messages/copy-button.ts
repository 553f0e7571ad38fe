import { announce } from '../dom/announce.ts';
import { iconButton } from '../dom/button.ts';
import { copyText } from '../dom/clipboard.ts';
import { fill } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import { toast } from '../dom/toast.ts';
import type { Words } from '../words/words.ts';

const SHOWN_MS = 1_500;

/** A button that copies; for a moment after it shows a tick. */
export function copyButton(label: string, text: () => string, { actions }: Words): HTMLButtonElement {
  const button = iconButton('copy', label, async () => {
    if (!(await copyText(text()))) return toast(actions.copyFailed);
    announce(actions.copied);
    fill(button, icon('check'));
    setTimeout(() => fill(button, icon('copy')), SHOWN_MS);
  });
  return button;
}
