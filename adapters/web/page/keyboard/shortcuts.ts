export type Shortcut =
  | 'search'
  | 'newChat'
  | 'pickExpert'
  | 'settings'
  | 'sidebar'
  | 'help'
  | 'focusField'
  | 'stop';

/** What is looked at of a `KeyboardEvent`. */
interface Key {
  readonly altKey: boolean;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly key: string;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key means on the page; null for those that are none of its business. `inField`: somebody is writing. */
export function shortcutOf(
  { altKey, code, ctrlKey, key, metaKey, shiftKey }: Key,
  inField: boolean,
): Shortcut | null {
  if (altKey) return null;
  if (key === 'Escape') return 'stop';
  if (ctrlKey || metaKey) {
    // The place of a letter counts where the layout has another alphabet.
    const letter = /^[a-z,]$/i.test(key)
      ? key.toLowerCase()
      : (/^Key(.)$/.exec(code)?.[1]?.toLowerCase() ?? '');
    const names: Record<string, Shortcut> = shiftKey
      ? { o: 'newChat', e: 'pickExpert' }
      : { k: 'search', b: 'sidebar', ',': 'settings' };
    return names[letter] ?? null;
  }
  if (inField) return null;
  if (key === '?') return 'help';
  return key === '/' ? 'focusField' : null;
}
