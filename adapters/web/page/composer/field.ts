import { isTouch } from '../dom/touch.ts';

/** `keyCode` of a key that a word being composed takes, where `isComposing` is not told (Safari's last Enter). */
const COMPOSING_KEY = 229;

/**
 * Enter, but not while a word is being composed (Chinese, Japanese): there it chooses the word. Under fingers, which
 * have no Shift+Enter, it makes a new line.
 */
export function isSendKey({ ctrlKey, isComposing, key, keyCode, metaKey, shiftKey }: KeyboardEvent): boolean {
  if (isComposing || keyCode === COMPOSING_KEY || key !== 'Enter') return false;
  return ctrlKey || metaKey || (!shiftKey && !isTouch());
}

/** Lets a field be as high as its text, where CSS alone does not (`field-sizing`). */
export function growField(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  };
  field.addEventListener('input', fit);
  requestAnimationFrame(fit);
}
