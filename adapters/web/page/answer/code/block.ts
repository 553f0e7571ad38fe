import type { Code } from 'mdast';
import { copyText } from '../../dom/clipboard.ts';
import { drawSpecially } from '../dom/drawn.ts';
import { button, el } from '../element.ts';
import { mayScroll } from '../scrollable.ts';
import type { AnswerWords } from '../words.ts';
import { createHighlighting } from './highlighting.ts';

const COPIED_MS = 2_000;

/** A code block with its language, a button that copies it and one that wraps its lines. */
export function drawCode(node: Code, words: AnswerWords): HTMLElement {
  let code = node.value;
  const shown = el('code', '', code);
  const lines = el('pre', '', shown);
  const bar = el('div', 'code-bar', el('span', 'code-language', node.lang ?? ''));
  const block = el('div', 'code', bar, lines);
  block.dir = 'ltr';

  const wrap = button('code-button', words.wrap, () => {
    wrap.setAttribute('aria-pressed', String(block.classList.toggle('wrapped')));
  });
  wrap.setAttribute('aria-pressed', 'false');
  const copy = button('code-button', words.copy, async () => {
    if (!(await copyText(code))) return;
    copy.textContent = words.copied;
    setTimeout(() => {
      copy.textContent = words.copy;
    }, COPIED_MS);
  });
  // Said aloud when it changes.
  copy.setAttribute('aria-live', 'polite');
  bar.append(wrap, copy);
  mayScroll(lines, node.lang ? `${words.code} · ${node.lang}` : words.code, shown);

  const highlighting = createHighlighting(block, shown, node.lang ?? '');
  highlighting.changed(code);
  drawSpecially(block, {
    put() {},
    child: () => null,
    write(text) {
      code += text;
      const last = shown.lastChild;
      if (last instanceof Text) last.appendData(text);
      else shown.append(text);
      highlighting.changed(code);
    },
  });
  return block;
}
