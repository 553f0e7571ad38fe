import { button, el } from '../element.ts';

/** The mark in the text; pressed, it leads to the note. */
export function footnoteReference(prefix: string, identifier: string, label: string): HTMLElement {
  const mark = el('sup', 'footnote-mark');
  mark.id = idOf(prefix, 'mark', identifier);
  mark.append(button('footnote-link', label, () => goTo(idOf(prefix, 'note', identifier))));
  return mark;
}

/** The note with its label first, which leads back. */
export function footnotePlace(prefix: string, identifier: string, label: string): HTMLElement {
  const back = button('footnote-link', `${label}.`, () => goTo(idOf(prefix, 'mark', identifier)));
  const place = el('div', 'footnote', back);
  place.id = idOf(prefix, 'note', identifier);
  return place;
}

function goTo(id: string): void {
  const target = document.getElementById(id);
  target?.scrollIntoView({ block: 'nearest' });
  target?.querySelector('button')?.focus({ preventScroll: true });
}

/** An id of a model's choosing must not meet one of the page. */
function idOf(prefix: string, kind: 'mark' | 'note', identifier: string): string {
  return `${prefix}-${kind}-${encodeURIComponent(identifier)}`;
}
