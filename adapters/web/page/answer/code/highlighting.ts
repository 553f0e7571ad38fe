import { el } from '../element.ts';
import { whenNear } from '../near.ts';
import { nextSlice } from '../slice.ts';
import type { Run } from '../worker/protocol.ts';
import { highlighter } from '../workers.ts';

/** Longer code is read elsewhere; some 10,000 coloured pieces are what a page takes well. */
const MAX_CHARACTERS = 50_000;
/** Between two colourings of code that grows; the longer it is, the longer, as all of it is coloured each time. */
const PAUSE_MS = 300;
const PAUSE_MS_PER_CHARACTER = 0.1;
const RUNS_PER_SLICE = 2_000;

/** Colours one code block that may grow. Before it has come near the screen, nothing is done. */
export function createHighlighting(block: HTMLElement, shown: HTMLElement, language: string) {
  let code = '';
  let coloured = 0;
  let near = false;
  let hopeless = language === '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;

  async function colour(): Promise<void> {
    timer = undefined;
    if (busy || hopeless || coloured === code.length || !block.isConnected) return;
    busy = true;
    const asked = code;
    try {
      const runs = await highlighter.ask({ language, code: asked });
      if (runs === null) hopeless = true;
      else await draw(runs, asked.length);
    } catch {
      // It hung over this code, or went down with another's; plain code is code, too.
      hopeless = true;
    }
    busy = false;
    if (!hopeless && coloured < code.length) plan();
  }

  async function draw(runs: readonly Run[], length: number): Promise<void> {
    // Whoever is selecting here keeps the selection.
    if (hasSelection(shown)) return;
    const fragment = document.createDocumentFragment();
    for (const [index, run] of runs.entries()) {
      if (index > 0 && index % RUNS_PER_SLICE === 0) await nextSlice();
      fragment.append(drawRun(run));
    }
    coloured = length;
    shown.replaceChildren(fragment, code.slice(length));
  }

  function plan(): void {
    if (!near || busy || hopeless || timer !== undefined || code.length > MAX_CHARACTERS) return;
    const pause = PAUSE_MS + code.length * PAUSE_MS_PER_CHARACTER;
    timer = setTimeout(colour, coloured === 0 ? 0 : pause);
  }

  if (!hopeless) {
    whenNear(block, () => {
      near = true;
      plan();
    });
  }
  return {
    changed(now: string) {
      code = now;
      plan();
    },
  };
}

function drawRun([scope, text]: Run): Node {
  return scope === null
    ? document.createTextNode(text)
    : el('span', `hl-${scope.replace(/[^\w-]/g, '')}`, text);
}

function hasSelection(element: Element): boolean {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return false;
  return selection.getRangeAt(0).intersectsNode(element);
}
