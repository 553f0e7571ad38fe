const PREFIX = 'switchboard.';
/** For browsers that forbid storage: lasts as long as the page. */
const fallback = new Map<string, string>();

type Area = 'localStorage' | 'sessionStorage';

/** A value that this browser (`localStorage`) or this tab (`sessionStorage`) keeps; null when there is none. */
export function readKept(name: string, area: Area = 'localStorage'): string | null {
  try {
    return window[area].getItem(PREFIX + name);
  } catch {
    return fallback.get(area + name) ?? null;
  }
}

/** Keeps a value; null forgets it. */
export function keep(name: string, value: string | null, area: Area = 'localStorage'): void {
  try {
    if (value === null) window[area].removeItem(PREFIX + name);
    else window[area].setItem(PREFIX + name, value);
  } catch {
    if (value === null) fallback.delete(area + name);
    else fallback.set(area + name, value);
  }
}

/** The names under which something is kept that begin so. */
export function keptNames(beginning: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX + beginning))
      .map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}
