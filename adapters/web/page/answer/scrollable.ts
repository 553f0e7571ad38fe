const labels = new WeakMap<Element, string>();
let observer: ResizeObserver | null = null;

/**
 * A box that may scroll by itself: whenever it does, the keyboard can reach it, and screen readers name it. Looked at
 * after the browser's own layout, so that drawing never waits for one.
 */
export function mayScroll(box: HTMLElement, label: string, ...contents: Element[]): void {
  labels.set(box, label);
  observer ??= new ResizeObserver((entries) => {
    for (const box of new Set(entries.map(({ target }) => boxOf(target)))) if (box !== null) update(box);
  });
  for (const observed of [box, ...contents]) observer.observe(observed);
}

function boxOf(target: Element): HTMLElement | null {
  const box = labels.has(target) ? target : target.parentElement;
  return box instanceof HTMLElement && labels.has(box) ? box : null;
}

function update(box: HTMLElement): void {
  const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  if (scrolls === box.hasAttribute('tabindex')) return;
  if (scrolls) {
    box.tabIndex = 0;
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', labels.get(box) ?? '');
  } else {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
  }
}
