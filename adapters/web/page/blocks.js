/**
 * Reads an answer as it comes and tells what to show: paragraphs of plain text, and fenced code blocks. Nothing
 * else of Markdown is interpreted. Pure: text in, operations out.
 *
 * Operations: `{type: 'text', text}` goes on with the current paragraph or begins one, `{type: 'break'}` ends
 * it, `{type: 'code', language}` opens a code block, `{type: 'code-text', text}` goes on with it,
 * `{type: 'code-end'}` closes it.
 *
 * However the answer is cut into pieces, the operations say the same.
 */
export function createBlockReader() {
  /** What cannot be decided yet: the beginning of a line. */
  let held = '';
  let atLineStart = true;
  let fence = null;
  /** A line end is only shown once something follows in the same block. */
  let lineEnds = 0;

  function read(text, isEnd) {
    const operations = [];
    held += text;
    while (held !== '') {
      const end = held.indexOf('\n');
      const line = end === -1 ? held : held.slice(0, end);
      if (atLineStart && end === -1 && !isEnd && isUndecided(line, fence)) break;
      held = end === -1 ? '' : held.slice(end + 1);
      const control = atLineStart ? controlOf(line, fence) : null;
      if (control === null) emit(operations, atLineStart ? unindent(line, fence) : line, end !== -1);
      else apply(operations, control);
      // A control line ends at its line end or at the end of all.
      atLineStart = end !== -1 || control !== null;
    }
    return operations;
  }

  function emit(operations, text, hasLineEnd) {
    if (text !== '') {
      const type = fence === null ? 'text' : 'code-text';
      operations.push({ type, text: '\n'.repeat(lineEnds) + text });
      lineEnds = 0;
    }
    if (hasLineEnd) lineEnds += 1;
  }

  function apply(operations, control) {
    operations.push(control.operation);
    fence = control.fence;
    lineEnds = 0;
  }

  return {
    push: (text) => read(text, false),
    end: () => read('', true),
  };
}

const OPENING = /^( *)(`{3,}|~{3,})(.*)$/s;

/** What a whole line does besides being text; null for a line of text. */
function controlOf(line, fence) {
  if (fence !== null) {
    const closes = closingPattern(fence).test(line);
    return closes ? { operation: { type: 'code-end' }, fence: null } : null;
  }
  if (line.trim() === '') return { operation: { type: 'break' }, fence: null };
  const [, indent, marks, info] = OPENING.exec(line) ?? [];
  if (marks === undefined || (marks[0] === '`' && info.includes('`'))) return null;
  const language = info.trim().split(/\s+/)[0];
  return {
    operation: { type: 'code', language },
    fence: { mark: marks[0], length: marks.length, indent: indent.length },
  };
}

/** Whether the beginning of a line may still become more than text. */
function isUndecided(line, fence) {
  if (fence !== null) return new RegExp(`^ *${fence.mark}*\\s*$`).test(line);
  return /^\s*$/.test(line) || /^ *(?:`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*)$/s.test(line);
}

function closingPattern({ mark, length }) {
  return new RegExp(`^ *${mark}{${length},}\\s*$`);
}

/** Code inside an indented fence (in a list) is indented with it. */
function unindent(line, fence) {
  if (fence === null) return line;
  let spaces = 0;
  while (spaces < fence.indent && line[spaces] === ' ') spaces += 1;
  return line.slice(spaces);
}
