import { comeNear, whenNear } from '../near.ts';
import { mayScroll } from '../scrollable.ts';
import { nextSlice } from '../slice.ts';
import { isDisplay, type Typesetter } from './formula.ts';
import { isKatexLoaded, loadKatex, typeset } from './katex.ts';

/** Of one drawing, so that the frame is not missed. */
const BUDGET_MS = 8;
/** Typeset without being seen; a page of thousands of formulas takes seconds to lay out. */
const UNSEEN_MAX = 200;
/** One slice of those that have come near. */
const SLICE_MS = 10;

/** In one paragraph, which is laid out anew with each: the others stay source. */
const TOGETHER_MAX = 100;

const together = new WeakMap<Node, number>();
interface Waiting {
  readonly formula: HTMLElement;
  readonly label: string;
}

let queue: Waiting[] = [];
let working = false;

/**
 * Typesets the formulas of one answer: a few at once as they are drawn, the others as they come near the screen.
 *
 * @param label of a formula that scrolls, for screen readers
 */
export function createTypesetter(label: string): Typesetter & { beginDrawing(): void } {
  let spent = 0;
  let unseen = 0;
  return {
    beginDrawing() {
      spent = 0;
    },
    take(formula) {
      if (isKatexLoaded() && spent < BUDGET_MS && unseen < UNSEEN_MAX) {
        const began = performance.now();
        show(formula, label);
        spent += performance.now() - began;
        unseen++;
      } else {
        whenNear(formula, () => enqueue({ formula, label }));
      }
    },
  };
}

/** For printing: all of the page's formulas, as far as there is time. */
export function typesetAll(budgetMs: number): void {
  if (!isKatexLoaded()) return;
  for (const formula of document.querySelectorAll<HTMLElement>('.math:not(.typeset)')) {
    comeNear(formula);
  }
  const end = performance.now() + budgetMs;
  for (let next = queue.shift(); next !== undefined && performance.now() < end; next = queue.shift()) {
    show(next.formula, next.label);
  }
}

function enqueue(waiting: Waiting): void {
  queue.push(waiting);
  if (working) return;
  working = true;
  void work().finally(() => {
    working = false;
  });
}

async function work(): Promise<void> {
  try {
    await loadKatex();
  } catch {
    // The sources stay, readable, and the next formula tries again.
    queue = [];
    return;
  }
  while (queue.length > 0) {
    const end = performance.now() + SLICE_MS;
    let next = queue.shift();
    while (next !== undefined) {
      if (next.formula.isConnected) show(next.formula, next.label);
      next = performance.now() < end ? queue.shift() : undefined;
    }
    await nextSlice();
  }
}

function show(formula: HTMLElement, label: string): void {
  const { tex } = formula.dataset;
  const { parentNode } = formula;
  if (!isDisplay(formula) && parentNode !== null) {
    const count = together.get(parentNode) ?? 0;
    if (count >= TOGETHER_MAX) return;
    together.set(parentNode, count + 1);
  }
  if (tex === undefined || !typeset(formula, tex, isDisplay(formula))) return;
  formula.classList.add('typeset');
  if (isDisplay(formula)) mayScroll(formula, label);
}
