/**
 * What Slack takes (docs.slack.dev, `@slack/types` 3.2 and shared/references/platforms.md §1, unless said otherwise).
 * Characters, or numbers of things.
 */
export const LIMITS = {
  blocks: 50,
  modalBlocks: 100,
  blockId: 255,
  actionId: 255,
  /** Past it `chat.update` refuses and `chat.postMessage` is shown cut. */
  text: 4_000,
  textCut: 40_000,
  /** All `markdown` blocks of a payload together, and `markdown_text`, too. */
  markdown: 12_000,
  /** All text in a payload's blocks; every further block takes 125 of it (bolt-js#2509). */
  allBlocks: 13_297,
  perFurtherBlock: 125,
  section: 3_000,
  sectionFields: 10,
  sectionField: 2_000,
  header: 150,
  contextElements: 10,
  actionElements: 25,
  contextActionElements: 5,
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  optionText: 75,
  optionValue: 150,
  selectOptions: 100,
  overflowOptions: 5,
  placeholder: 150,
  altText: 2_000,
  tableRows: 100,
  tableColumns: 20,
  /** More than one is refused (vercel/chat#194, preset-io/agor#1225). */
  tables: 1,
  dataTableRowsMin: 2,
  dataTableRows: 101,
  modalTitle: 24,
  privateMetadata: 3_000,
  /** Title, details and output of a task, and a plan's title, in a stream. */
  chunkText: 256,
  loadingMessages: 10,
  sessionTitle: 200,
  responseUrlUses: 5,
} as const;
