import type { types } from '@slack/bolt';
import type { Table } from 'mdast';
import { codeFile } from '../../../src/rendering/code-file.ts';
import { liftBlocks, type Piece, replaceNodes, type Special } from '../../../src/rendering/lift.ts';
import { createDrawing, type Drawn, mathAsText } from '../../../src/rendering/lift-queue.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { monospaceTable } from '../../../src/rendering/tables/monospace.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { tableBlock } from './table-block.ts';

/** Longer code goes up as a file. */
const CODE_MAX_CHARACTERS = 4_000;
const CODE_MAX_LINES = 120;
/** A formula on a line of its own that is longer is no longer read at a glance. */
const FORMULA_MAX_CHARACTERS = 100;
/** Each picture is an upload of three calls and a message of its own. */
const PICTURES_MAX = 8;
/** Columns of a code block in Slack's narrowest window. */
const MONOSPACE_COLUMNS = 100;

/** What stands in place of a block that Slack does not show as text. */
export type Lifted =
  | { readonly as: 'table'; readonly block: types.TableBlock }
  | { readonly as: 'file'; readonly name: string; readonly text: string }
  | Drawn;

/** Takes out of blocks what is shown otherwise; counts files and pictures over a whole answer. */
export function createPick(pictures: Pictures, signal: AbortSignal) {
  const draw = createDrawing(PICTURES_MAX);
  let files = 0;

  function pick(node: Special): Lifted | null {
    switch (node.type) {
      case 'table': {
        const block = tableBlock(node);
        if (block !== null) return { as: 'table', block };
        return draw(node, () => pictures.tablePicture(node, { signal }));
      }
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

/** Formulas that read well as text, as text. */
export function withUnicode(blocks: readonly Block[]): Block[] {
  return replaceNodes(blocks, mathAsText(FORMULA_MAX_CHARACTERS));
}

/** A further table of a message, of which Slack takes one: aligned text, else Markdown's own. */
export function tableAsText(table: Table): Block {
  const text = monospaceTable(table, MONOSPACE_COLUMNS);
  return text === null ? table : { type: 'code', value: text };
}
