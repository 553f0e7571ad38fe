/** Blocks of code and data in a text, tables among them, taken out, with marks in their places. */
export interface TakenOut {
  readonly text: string;
  /** Each with its fences; `[[BLOCK_1]]` is the first of all. */
  readonly blocks: readonly string[];
}

const FENCED = /^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*\2[`~]*[ \t]*$|(?![\s\S]))/gm;
/** A table of Markdown with its line of dashes. */
const TABLE = /^[ \t]*\|.*\n[ \t]*\|[-:| \t]+\n(?:[ \t]*\|.*(?:\n|$))+/gm;
const MARK = /\[\[BLOCK_(\d+)\]\]/g;
/** A line that may hold a mark, or be a fence: only its end tells. */
const MAY_BE_HELD = /\[|^\s*(?:`{1,2}$|```|~{1,2}$|~~~)/;
const CLOSING = '```';
const FENCE_LINE = /^\s*(?:`{3,}|~{3,})[^\n]*$/;

/** @param before blocks that were taken out of other texts; one that is among them gets the mark that it has */
export function takeOutBlocks(text: string, before: readonly string[]): TakenOut {
  const blocks: string[] = [];
  const take = (taken: string) => {
    const block = taken.trimEnd();
    const all = [...before, ...blocks];
    const known = all.indexOf(block);
    if (known < 0) blocks.push(block);
    return `[[BLOCK_${known < 0 ? all.length + 1 : known + 1}]]`;
  };
  const marked = text.replace(FENCED, take).replace(TABLE, (table) => `${take(table)}\n`);
  return { text: marked, blocks };
}

/** Puts blocks back in the place of their marks, while a text is being written. */
export interface BlockFiller {
  /** What can be shown of the text so far. */
  push(delta: string): string;
  /** What was held back, and the blocks whose marks did not come. */
  end(): string;
}

/**
 * Text flows as it comes, but for lines that hold a mark, or might: those are held back until they are whole. Fences
 * that the model writes around a mark are dropped, and so is a mark that comes twice, or names no block.
 */
export function createBlockFiller(blocks: readonly string[]): BlockFiller {
  const used = new Set<number>();
  /** What is not shown of the line that is being written. */
  let line = '';
  /** The rest of it is. */
  let begun = false;
  /** The opening fence of a block that the model writes itself, and whether it is shown yet. */
  let fence: { readonly line: string; shown: boolean } | null = null;
  /** A block stands in the place of the model's own: its closing fence is dropped. */
  let closing = false;

  function filled(text: string): string {
    return text.replace(MARK, (_, number: string, at: number) => {
      const index = Number(number) - 1;
      const block = blocks[index];
      if (block === undefined || used.has(index)) return '';
      used.add(index);
      return `${begun || text.slice(0, at).trim() !== '' ? '\n\n' : ''}${block}\n`;
    });
  }

  function markLine(text: string): string {
    const isAlone = text.trim().replace(MARK, '') === '';
    // Only a fence right around marks stands for their own; any other has to be closed before them.
    const before = fence === null || (isAlone && !fence.shown) ? '' : `${opened()}${CLOSING}\n`;
    closing ||= fence !== null;
    fence = null;
    const line = filled(text);
    if (line === '') return begun ? `${before}\n` : before;
    return before + (line.endsWith('\n') ? line : `${line}\n`);
  }

  /** A whole line, without its line break. */
  function lineOf(text: string): string {
    if (text.search(MARK) >= 0) return markLine(text);
    const isFence = !begun && FENCE_LINE.test(text);
    if (isFence && closing) {
      closing = false;
      return '';
    }
    if (isFence && fence === null) {
      fence = { line: text, shown: false };
      return '';
    }
    const opening = opened();
    if (isFence) fence = null;
    return `${opening}${text}\n`;
  }

  /** The fence that was held back, where its block is the model's own after all. */
  function opened(): string {
    if (fence === null || fence.shown) return '';
    fence.shown = true;
    return `${fence.line}\n`;
  }

  return {
    push(delta) {
      let out = '';
      line += delta;
      for (let end = line.indexOf('\n'); end >= 0; end = line.indexOf('\n')) {
        out += lineOf(line.slice(0, end));
        line = line.slice(end + 1);
        begun = false;
      }
      // Lines of a block are shown whole, since what they become depends on their ends.
      if (fence === null && line.trim() !== '' && !MAY_BE_HELD.test(line)) {
        out += line;
        line = '';
        begun = true;
      }
      return out;
    },
    end() {
      const last = line === '' ? '' : lineOf(line).replace(/\n$/, '');
      const missing = blocks.filter((_, index) => !used.has(index)).map((block) => `\n\n${block}`);
      line = '';
      return last + missing.join('');
    },
  };
}
