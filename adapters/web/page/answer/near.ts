/** About a screen and a half in each direction: what is there is ready when the reader comes. */
const NEAR_PX = 1_200;

interface Callbacks {
  readonly near: () => void;
  readonly far?: () => void;
}

const waiting = new WeakMap<Element, Callbacks>();
let observer: IntersectionObserver | null = null;

/**
 * Calls back once, as soon as the element is on screen or near it; `far` once it is known that it is not yet. A removed
 * element costs nothing.
 */
export function whenNear(element: Element, near: () => void, far?: () => void): void {
  waiting.set(element, far === undefined ? { near } : { near, far });
  observer ??= new IntersectionObserver(onChange, options());
  observer.observe(element);
}

/** Calls back at once what waits for an element. */
export function comeNear(element: Element): void {
  const callback = waiting.get(element);
  observer?.unobserve(element);
  waiting.delete(element);
  callback?.near();
}

function onChange(entries: readonly IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) comeNear(target);
    else waiting.get(target)?.far?.();
  }
}

/** `scrollMargin` counts for the page's own scrolling box; older types and browsers do not know it. */
function options(): IntersectionObserverInit {
  const margin = `${NEAR_PX}px`;
  return { rootMargin: margin, scrollMargin: margin } as IntersectionObserverInit;
}
