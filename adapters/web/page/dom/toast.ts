import { h } from './element.ts';

const SHOWN_MS = 4_000;

let place: HTMLElement | null = null;

/** A short remark at the lower edge that goes by itself. */
export function toast(words: string): void {
  place ??= h('div', { class: 'toasts', role: 'status' });
  // A dialog that was opened later would cover it.
  (document.querySelector('dialog[open]') ?? document.body).append(place);
  const note = h('p', { class: 'toast', dir: 'auto' }, words);
  place.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
