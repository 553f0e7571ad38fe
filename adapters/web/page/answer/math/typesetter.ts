import { comeNear, whenNear } from '../near.ts';
import { nextSlice } from '../slice.ts';
import { isDisplay, type Typesetter } from './formula.ts';
import { isKatexLoaded, loadKatex, typeset } from './katex.ts';

/** Of one drawing, so that the frame is not missed. */
const BUDGET_MS = 8;
/** Typeset without being seen; a page of thousands of formulas takes seconds to lay out. */
const UNSEEN_MAX = 300;
/** One slice of those that have come near. */
const SLICE_MS = 10;

/** In one paragraph, which is laid out anew with each: the others stay source. */
const TOGETHER_MAX = 250;

const together = new WeakMap<Node, number>();
let queue: HTMLElement[] = [];
let working = false;

/** Typesets the formulas of one answer: a few at once as they are drawn, the others as they come near the screen. */
export function createTypesetter(): Typesetter & { beginDrawing(): void } {
  let spent = 0;
  let unseen = 0;
  return {
    beginDrawing() {
      spent = 0;
    },
    take(formula) {
      if (isKatexLoaded() && spent < BUDGET_MS && unseen < UNSEEN_MAX) {
        const began = performance.now();
        show(formula);
        spent += performance.now() - began;
        unseen++;
      } else {
        whenNear(formula, () => enqueue(formula));
      }
    },
  };
}

/** For printing: all of the page's formulas, as far as there is time. */
export function typesetAll(budgetMs: number): void {
  if (!isKatexLoaded()) return;
  const end = performance.now() + budgetMs;
  for (const formula of document.querySelectorAll<HTMLElement>('.math:not(.typeset)')) {
    if (performance.now() > end) return;
    comeNear(formula);
    show(formula);
  }
}

function enqueue(formula: HTMLElement): void {
  queue.push(formula);
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
      if (next.isConnected) show(next);
      next = performance.now() < end ? queue.shift() : undefined;
    }
    await nextSlice();
  }
}

function show(formula: HTMLElement): void {
  const { tex } = formula.dataset;
  const { parentNode } = formula;
  if (!isDisplay(formula) && parentNode !== null) {
    const count = together.get(parentNode) ?? 0;
    if (count >= TOGETHER_MAX) return;
    together.set(parentNode, count + 1);
  }
  if (tex !== undefined && typeset(formula, tex, isDisplay(formula))) formula.classList.add('typeset');
}
