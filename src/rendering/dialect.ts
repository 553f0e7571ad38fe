import type { Table, TableCell } from 'mdast';

/** The characters beside an inline mark; `''` at the edge of the line's content. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

export interface ShownLink {
  readonly url: string;
  /** The label, serialised. */
  readonly inner: string;
  /** The label as plain text. */
  readonly label: string;
}

export interface ShownImage {
  readonly url: string;
  /** Plain text; may be empty. */
  readonly alt: string;
}

export interface ShownCode {
  /** First word of the info string, or null. */
  readonly lang: string | null;
  /** Without a final line break. */
  readonly value: string;
}

export interface ShownItem {
  /** Its number in an ordered list, null in a bulleted one. */
  readonly number: number | null;
  /** Task lists: ticked or not; null for an ordinary item. */
  readonly checked: boolean | null;
  /** 0 for an outermost list. */
  readonly depth: number;
  /** The list follows another of the same kind directly, and has to look different to stay apart. */
  readonly alternate: boolean;
}

/**
 * How one platform writes each kind of node. Every function gets the model's own words, untrusted; what it
 * returns must be safe to send. `inner` is already serialised in the same dialect.
 */
export interface Dialect {
  /** Plain text, escaped. May hold single line breaks. */
  text(value: string): string;
  strong(inner: string, around: Around): string;
  emphasis(inner: string, around: Around): string;
  strike(inner: string, around: Around): string;
  inlineCode(value: string): string;
  /** LaTeX without its dollars. */
  inlineMath(latex: string): string;
  link(link: ShownLink): string;
  image(image: ShownImage): string;
  /** A hard line break, with the line break itself. */
  lineBreak(): string;
  footnoteReference(label: string): string;

  paragraph(inner: string): string;
  /** @param depth 1 to 6 */
  heading(depth: number, inner: string): string;
  code(code: ShownCode): string;
  /** LaTeX of a formula on lines of its own, without its marks. */
  math(latex: string): string;
  /** @param cell serialises one cell's content on one line */
  table(table: Table, cell: (cell: TableCell) => string): string;
  /** Content in a quote; may hold several lines. */
  quote(inner: string): string;
  thematicBreak(): string;
  footnote(label: string, inner: string): string;
  /** What an item begins with, its space included. */
  itemMarker(item: ShownItem): string;
  /** What the further lines of an item begin with. */
  itemIndent(marker: string, item: ShownItem): string;
}
