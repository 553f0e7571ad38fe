import { codeFile } from '../../../src/rendering/code-file.ts';
import { liftBlocks, type Piece, replaceNodes, type Special } from '../../../src/rendering/lift.ts';
import { createDrawing, type Drawn, mathAsText } from '../../../src/rendering/lift-queue.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { monospaceTable } from '../../../src/rendering/tables/monospace.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { LIMITS } from '../limits.ts';
import type { Level } from './parts-of-answer.ts';

/** As HTML, longer code goes up as a file: it would be cut into several messages. */
const CODE_MAX_CHARACTERS = 3_000;
/** Each picture is a message of its own. */
const PICTURES_MAX = 8;
/** Columns of a code block on a telephone, turned on its side. */
const MONOSPACE_COLUMNS = 72;

/** What stands in place of a block that is not shown as text. */
export type Lifted = { readonly as: 'file'; readonly name: string; readonly text: string } | Drawn;

/** Takes out of blocks what is shown otherwise on this level; counts files and pictures over a whole answer. */
export function createPick(level: Level, pictures: Pictures, signal: AbortSignal) {
  const draw = createDrawing(PICTURES_MAX);
  let files = 0;

  function pick(node: Special): Lifted | null {
    switch (node.type) {
      case 'table':
        return draw(node, () => pictures.tablePicture(node, { signal }));
      case 'math':
        return draw(node, () => pictures.mathPicture(node.value, { display: true, signal }));
      case 'code':
        if (node.value.length <= CODE_MAX_CHARACTERS) return null;
        files++;
        return { as: 'file', ...codeFile(node, files) };
      default:
        return node satisfies never;
    }
  }

  return (blocks: readonly Block[]): Piece<Lifted>[] =>
    level === 'rich'
      ? [{ kind: 'blocks', blocks: asText(blocks, level) }]
      : liftBlocks(asText(blocks, level), pick);
}

/** Tables and formulas that read well as text, as text. Rich messages have both of their own. */
export function asText(blocks: readonly Block[], level: Level): Block[] {
  if (level === 'rich') {
    return replaceNodes(blocks, {
      table: (table) => {
        const columns = Math.max(...table.children.map(({ children }) => children.length));
        if (columns <= LIMITS.tableColumns) return null;
        const text = monospaceTable(table, Number.POSITIVE_INFINITY);
        return text === null ? null : [{ type: 'code', value: text }];
      },
    });
  }
  return replaceNodes(blocks, {
    table: (table) => {
      const text = monospaceTable(table, MONOSPACE_COLUMNS);
      return text === null ? null : [{ type: 'code', value: text }];
    },
    ...mathAsText(Number.POSITIVE_INFINITY),
  });
}
