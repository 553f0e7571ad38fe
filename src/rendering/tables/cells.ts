import type { Link, PhrasingContent, Table, TableCell } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
// Adds `inlineMath` to mdast's node types.
import type {} from 'remark-math';
import { unicodeMath } from '../math/unicode.ts';

/** A stretch of a cell's text that looks the same all along. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
  readonly strike?: boolean;
}

export type Align = 'left' | 'center' | 'right';

/** A table as it is laid out: every row has as many cells as the widest one, every cell at least one line. */
export interface Grid {
  readonly rows: readonly (readonly (readonly (readonly Run[])[])[])[];
  readonly align: readonly Align[];
}

/** XML and terminals allow none of these, and reordering marks could make a table show what it does not say. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/gu;
/** A number with sign, separators, unit or currency: such columns are read from the right. */
const NUMBER =
  /^[-+−±~≈<>]?\s?[\p{Sc}]?\s?[-+−]?\d[\d\s.,'_:/]*\s?(?:[%‰°\p{Sc}]|[eE][-+]?\d+|[A-Za-zµμ]{1,3}\d?|\p{Script=Han}{1,2})?$/u;

/** The table's cells as lines of runs. Columns of numbers align right unless the table says otherwise. */
export function gridOf(table: Table): Grid {
  const width = Math.max(1, ...table.children.map((row) => row.children.length));
  const rows = table.children.map((row) =>
    Array.from({ length: width }, (_, column) => linesOf(row.children[column])),
  );
  const body = rows.slice(1);
  const align = Array.from({ length: width }, (_, column): Align => {
    const texts = body.map((row) => textOf(row[column] ?? [])).filter((text) => text !== '' && text !== '-');
    const numbers = texts.length > 0 && texts.every((text) => NUMBER.test(text));
    return table.align?.[column] ?? (numbers ? 'right' : 'left');
  });
  return { rows, align };
}

/** A cell's lines as plain text, joined by spaces. */
export function textOf(lines: readonly (readonly Run[])[]): string {
  return lines.map(lineText).join(' ').trim();
}

/** A line's runs as plain text. */
export function lineText(line: readonly Run[]): string {
  return line.map((run) => run.text).join('');
}

function linesOf(cell: TableCell | undefined): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runsOf(cell?.children ?? [], {})) {
    if (run === 'break') lines.push([]);
    else if (run.text !== '') lines.at(-1)?.push(run);
  }
  return lines;
}

function* runsOf(nodes: readonly PhrasingContent[], style: Omit<Run, 'text'>): Generator<Run | 'break'> {
  for (const node of nodes) {
    switch (node.type) {
      case 'break':
        yield 'break';
        break;
      case 'strong':
        yield* runsOf(node.children, { ...style, bold: true });
        break;
      case 'emphasis':
        yield* runsOf(node.children, { ...style, italic: true });
        break;
      case 'delete':
        yield* runsOf(node.children, { ...style, strike: true });
        break;
      case 'link':
        yield* runsOf(node.children, style);
        yield { ...style, text: addressOf(node) };
        break;
      case 'inlineCode':
        yield { ...style, code: true, text: clean(node.value) };
        break;
      case 'footnoteReference':
        yield { ...style, text: clean(`[${node.label ?? node.identifier}]`) };
        break;
      default:
        yield { ...style, text: clean(leafText(node)) };
    }
  }
}

/** Where a link goes, as neither a picture nor a monospace block can be clicked; nothing when its text says it. */
function addressOf(link: Link): string {
  const said = plainText(link);
  return /^https?:/.test(link.url) && !link.url.includes(said) ? clean(` (${link.url})`) : '';
}

function leafText(node: PhrasingContent): string {
  if (node.type === 'inlineMath') return unicodeMath(node.value) ?? node.value;
  return plainText(node);
}

function clean(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '');
}
