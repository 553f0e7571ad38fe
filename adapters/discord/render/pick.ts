import type { Table } from 'mdast';
import { codeFile } from '../../../src/rendering/code-file.ts';
import { liftBlocks, type Piece, replaceNodes, type Special } from '../../../src/rendering/lift.ts';
import { createDrawing, type Drawn, mathAsText } from '../../../src/rendering/lift-queue.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { monospaceTable } from '../../../src/rendering/tables/monospace.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { MONOSPACE_COLUMNS } from './dialect.ts';

/** Longer code goes up as a file. */
const CODE_MAX_CHARACTERS = 3_500;
const CODE_MAX_LINES = 100;
/** A formula on a line of its own that is longer is no longer read at a glance. */
const FORMULA_MAX_CHARACTERS = 100;
/** Each is uploaded with its message; of more the source is shown. */
const PICTURES_MAX = 12;

/** What stands in place of a block that Discord does not show as text. */
export type Lifted = { readonly as: 'file'; readonly name: string; readonly text: string } | Drawn;

/** Takes out of blocks what is shown otherwise; counts files and pictures over a whole answer. */
export function createPick(pictures: Pictures, signal: AbortSignal) {
  const draw = createDrawing(PICTURES_MAX);
  let files = 0;

  function pick(node: Special): Lifted | null {
    switch (node.type) {
      case 'table':
        if (isReadable(node)) return null;
        return draw(node, () => pictures.tablePicture(node, { signal }));
      case 'math':
        return draw(node, () => pictures.mathPicture(node.value, { display: true, signal }));
      case 'code': {
        const lines = node.value.split('\n').length;
        if (node.value.length <= CODE_MAX_CHARACTERS && lines <= CODE_MAX_LINES) return null;
        files++;
        return { as: 'file', ...codeFile(node, files) };
      }
      default:
        return node satisfies never;
    }
  }

  return (blocks: readonly Block[]): Piece<Lifted>[] => liftBlocks(withUnicode(blocks), pick);
}

function isReadable(table: Table): boolean {
  return monospaceTable(table, MONOSPACE_COLUMNS) !== null;
}

/** Formulas that read well as text, as text. */
export function withUnicode(blocks: readonly Block[]): Block[] {
  return replaceNodes(blocks, mathAsText(FORMULA_MAX_CHARACTERS));
}
