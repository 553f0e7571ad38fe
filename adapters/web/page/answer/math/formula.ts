import { el } from '../element.ts';

/** Typesets the formulas of one answer. */
export interface Typesetter {
  /** Now, if there is time, else when the formula comes near the screen. */
  take(formula: HTMLElement): void;
}

/**
 * A formula's place, with its source until it is typeset, and for good when it cannot be. Its source stays in
 * `data-tex`, for copying.
 */
export function drawFormula(tex: string, kind: 'inline' | 'display', typesetter: Typesetter): HTMLElement {
  const source = el('code', '', tex);
  const formula = el(kind === 'display' ? 'div' : 'span', `math math-${kind}`, source);
  formula.dir = 'ltr';
  formula.dataset.tex = tex;
  typesetter.take(formula);
  return formula;
}

export const isDisplay = (formula: Element): boolean => formula.classList.contains('math-display');
