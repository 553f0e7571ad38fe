/** The words that an answer shows around its text, in the reader's language. */
export interface AnswerWords {
  /** Button at a code block, e.g. "Copy". */
  readonly copy: string;
  /** The same button for a moment after it was pressed, e.g. "Copied". */
  readonly copied: string;
  /** Button that breaks the long lines of a code block, e.g. "Wrap lines". */
  readonly wrap: string;
  /** Label of a code block for screen readers, e.g. "Code". */
  readonly code: string;
  /** Label of a table for screen readers, e.g. "Table". */
  readonly table: string;
  /** Label of a formula that scrolls, for screen readers, e.g. "Formula". */
  readonly formula: string;
  /** Button under a long table, e.g. "Show all 5,000 rows". */
  allRows(count: number): string;
}
