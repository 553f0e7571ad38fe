import type Katex from 'katex';
import { katexStyles } from '../workers.ts';

/** What one formula may cost; a formula of a whole page is below 2,000 characters. */
const MAX_CHARACTERS = 5_000;
const MAX_EXPANSIONS = 1_000;
/** So that no formula draws over the rest of the page. */
const MAX_SIZE_EM = 25;

let loading: Promise<void> | null = null;
let katex: typeof Katex | null = null;

/** KaTeX and its styles, with the first formula. Rejects when they cannot be had; the next call tries again. */
export function loadKatex(): Promise<void> {
  loading ??= Promise.all([import('katex'), loadStyles()]).then(
    ([{ default: loaded }]) => {
      katex = loaded;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

export const isKatexLoaded = (): boolean => katex !== null;

/** Puts the typeset formula into the element; false when it cannot be read, and the element is as it was. */
export function typeset(target: HTMLElement, tex: string, displayMode: boolean): boolean {
  if (katex === null || tex.length > MAX_CHARACTERS) return false;
  const made = document.createElement('span');
  try {
    katex.render(tex, made, {
      displayMode,
      output: 'htmlAndMathml',
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: MAX_EXPANSIONS,
      maxSize: MAX_SIZE_EM,
    });
  } catch {
    // Unknown commands, half a formula, or braces so deep that the stack ends.
    return false;
  }
  target.replaceChildren(...made.childNodes);
  return true;
}

function loadStyles(): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = katexStyles().href;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  link.onload = () => resolve();
  link.onerror = () => {
    link.remove();
    reject(new Error('the styles of formulas could not be loaded'));
  };
  document.head.append(link);
  return promise;
}
