import { h } from './element.ts';

/** Longer answers are begun, and read on in the page. */
const MOST_CHARACTERS = 1_500;
/** By then it is heard; who reads on through the page shall not meet it a second time. */
const STAYS_MS = 10_000;

let timer: ReturnType<typeof setTimeout> | undefined;
const region = h('div', { class: 'heard-only', role: 'status', 'aria-live': 'polite' });

/** Puts the place from which a screen reader is told things into the page. */
export function mountAnnouncer(): void {
  document.body.append(region);
}

/** Says a sentence to a screen reader, after what it is just saying. */
export function announce(words: string): void {
  const said = words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}…` : words;
  region.textContent = said;
  clearTimeout(timer);
  timer = setTimeout(() => region.replaceChildren(), STAYS_MS);
}
