import { el } from '../element.ts';
import { isDisplay } from '../math/formula.ts';
import { typesetAll } from '../math/typesetter.ts';
import { textOf } from './text-of.ts';

const PRINT_BUDGET_MS = 2_000;
let installed = false;

/** Copying what holds formulas gives their LaTeX, in the text and in the rich form; printing has them typeset. */
export function installCopying(): void {
  if (installed) return;
  installed = true;
  document.addEventListener('copy', onCopy);
  addEventListener('beforeprint', () => typesetAll(PRINT_BUDGET_MS));
}

function onCopy(event: ClipboardEvent): void {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0).cloneRange();
  widen(range);
  const fragment = range.cloneContents();
  const formulas = fragment.querySelectorAll<HTMLElement>('.math[data-tex]');
  if (formulas.length === 0 || event.clipboardData === null) return;
  for (const formula of formulas) formula.replaceWith(sourceOf(formula));
  for (const ours of fragment.querySelectorAll('.code-bar, .table-all')) ours.remove();
  const holder = el('div');
  holder.append(fragment);
  event.clipboardData.setData('text/plain', textOf(holder));
  event.clipboardData.setData('text/html', holder.innerHTML);
  event.preventDefault();
}

/** Half a formula is the whole one. */
function widen(range: Range): void {
  const start = formulaAround(range.startContainer);
  if (start !== null) range.setStartBefore(start);
  const end = formulaAround(range.endContainer);
  if (end !== null) range.setEndAfter(end);
}

function formulaAround(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest('.math[data-tex]') ?? null;
}

function sourceOf(formula: HTMLElement): Node {
  const tex = formula.dataset.tex ?? '';
  return isDisplay(formula) ? el('p', '', `$$\n${tex}\n$$`) : document.createTextNode(`$${tex}$`);
}
