import { createBlockReader } from './blocks.js';

/** Layout of one text node costs its length, so a long paragraph goes on in a further one. */
const TEXT_NODE_MAX_CHARS = 4_000;

/**
 * Shows an answer's text inside `container` as it comes. Model output only ever becomes text nodes; what
 * stands already is never built again. Text is gathered and shown once per frame.
 */
export function createAnswerText(container) {
  let reader = createBlockReader();
  let block = null;
  let pending = '';
  let frame = 0;

  function flush() {
    cancelAnimationFrame(frame);
    frame = 0;
    const operations = reader.push(pending);
    pending = '';
    operations.forEach(apply);
  }

  function apply({ type, text, language }) {
    if (type === 'break' || type === 'code-end') block = null;
    else if (type === 'code') block = addCode(container, language);
    else append(text);
  }

  function append(text) {
    block ??= addParagraph(container);
    const last = block.lastChild;
    if (last !== null && last.length < TEXT_NODE_MAX_CHARS) last.appendData(text);
    else block.append(text);
  }

  return {
    push(text) {
      pending += text;
      if (frame === 0) frame = requestAnimationFrame(flush);
    },
    replace(text) {
      cancelAnimationFrame(frame);
      container.replaceChildren();
      reader = createBlockReader();
      block = null;
      pending = text;
      flush();
    },
    /** Shows at once all that came; a browser draws no frames of a page that is not seen. */
    end() {
      flush();
      reader.end().forEach(apply);
    },
  };
}

function addParagraph(container) {
  const paragraph = document.createElement('p');
  paragraph.dir = 'auto';
  container.append(paragraph);
  return paragraph;
}

function addCode(container, language) {
  const pre = document.createElement('pre');
  const code = document.createElement('code');
  // A scrolling block must be reachable with the keyboard.
  pre.tabIndex = 0;
  pre.dir = 'ltr';
  if (language !== '') pre.dataset.language = language;
  pre.append(code);
  container.append(pre);
  return code;
}
