import { newId } from './ids.ts';
import { keep, readKept } from './kept.ts';

const NAME = 'unsent';

/** The new conversation of this tab: the same over a reload, until something is sent in it. */
export function unsentId(): string {
  const id = readKept(NAME, 'sessionStorage') ?? newId();
  keep(NAME, id, 'sessionStorage');
  return id;
}

/** Something was sent in this one; the next new conversation is another. */
export function forgetUnsent(id: string): void {
  if (readKept(NAME, 'sessionStorage') === id) keep(NAME, null, 'sessionStorage');
}
