/** What goes into an element; text is always text, never markup. */
export type Child = Node | string | null | undefined | false;

type Settable<E> = { [K in keyof E]?: E[K] extends ((...args: never[]) => unknown) | null ? E[K] : E[K] };

/** Properties of the element by their own name, attributes (`aria-…`, `data-…`, `role`, `for`) by theirs. */
export type Props<E> = Partial<Omit<Settable<E>, 'style' | 'children' | 'dataset'>> & {
  readonly class?: string;
  readonly for?: string;
  readonly role?: string;
  readonly [attribute: `aria-${string}`]: string | boolean | null | undefined;
  readonly [attribute: `data-${string}`]: string | boolean | null | undefined;
};

/**
 * Makes an element. `null`, `undefined` and `false` leave a property, an attribute or a child out.
 *
 * @example
 * h('button', { type: 'button', class: 'quiet', onclick: stop }, words.stop);
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props<HTMLElementTagNameMap[K]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (name in element && !name.includes('-') && name !== 'role') Reflect.set(element, name, value);
    else if (name.startsWith('aria-')) element.setAttribute(name, String(value));
    else if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/** Puts these children in the place of the old ones. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...present(children));
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== null && child !== undefined && child !== false);
}
