import type { Json } from '../call.ts';
import { checkElement, checkElements } from './elements.ts';
import { BOTH_TEXTS, type Complain, checkArray, checkString, checkText, isObject } from './fields.ts';
import { LIMITS } from './limits.ts';
import { checkDataTable, checkTable } from './tables.ts';

type Check = (block: Json, what: string, complain: Complain) => void;

const checkSection: Check = (block, what, complain) => {
  if (block.text === undefined && block.fields === undefined) complain(`${what} needs text or fields`);
  if (block.text !== undefined) checkText(block.text, `${what}.text`, LIMITS.section, complain, BOTH_TEXTS);
  if (block.fields !== undefined) {
    for (const field of checkArray(block.fields, `${what}.fields`, LIMITS.sectionFields, complain))
      checkText(field, `${what}.fields`, LIMITS.sectionField, complain, BOTH_TEXTS);
  }
  if (block.accessory !== undefined && !isImage(block.accessory))
    checkElement(block.accessory, `${what}.accessory`, complain);
};

const isImage = (value: unknown): value is Json => isObject(value) && value.type === 'image';

const checkImage: Check = (block, what, complain) => {
  checkString(block.alt_text, `${what}.alt_text`, LIMITS.altText, complain);
  const { image_url: url, slack_file: file } = block;
  if (url === undefined && !isObject(file)) complain(`${what} needs image_url or slack_file`);
  if (url !== undefined) checkString(url, `${what}.image_url`, LIMITS.url, complain);
};

const checkContext: Check = (block, what, complain) => {
  for (const element of checkArray(block.elements, `${what}.elements`, LIMITS.contextElements, complain)) {
    if (isImage(element)) checkImage(element, `${what}.elements`, complain);
    else checkText(element, `${what}.elements`, LIMITS.section, complain, BOTH_TEXTS);
  }
};

const checkActions =
  (max: number): Check =>
  (block, what, complain) =>
    checkElements(
      checkArray(block.elements, `${what}.elements`, max, complain),
      `${what}.elements`,
      complain,
    );

const checkTaskCard: Check = (block, what, complain) => {
  checkString(block.task_id, `${what}.task_id`, LIMITS.blockId, complain);
  checkString(block.title, `${what}.title`, LIMITS.section, complain);
  if (!['pending', 'in_progress', 'complete', 'error'].includes(String(block.status)))
    complain(`${what}.status must be pending, in_progress, complete or error`);
};

const checkInput: Check = (block, what, complain) => {
  checkText(block.label, `${what}.label`, LIMITS.altText, complain);
  checkElement(block.element, `${what}.element`, complain);
};

const BLOCKS: Readonly<Record<string, Check>> = {
  section: checkSection,
  context: checkContext,
  image: checkImage,
  table: checkTable,
  data_table: checkDataTable,
  task_card: checkTaskCard,
  input: checkInput,
  divider: () => {},
  actions: checkActions(LIMITS.actionElements),
  context_actions: checkActions(LIMITS.contextActionElements),
  header: (block, what, complain) => checkText(block.text, `${what}.text`, LIMITS.header, complain),
  markdown: (block, what, complain) => checkString(block.text, `${what}.text`, LIMITS.markdown, complain),
  rich_text: (block, what, complain) => void checkArray(block.elements, `${what}.elements`, 1_000, complain),
  alert: (block, what, complain) =>
    checkText(block.text, `${what}.text`, LIMITS.section, complain, BOTH_TEXTS),
  plan: (block, what, complain) => checkString(block.title, `${what}.title`, LIMITS.section, complain),
};

/** All that is wrong with the blocks of a message or modal; empty when Slack takes them. */
export function problemsOfBlocks(blocks: readonly unknown[], max: number = LIMITS.blocks): string[] {
  const problems: string[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  if (blocks.length > max) complain(`${blocks.length} blocks, ${max} are the limit`);
  const ids = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    const what = `blocks[${index}]`;
    if (!isObject(block)) complain(`${what} must be an object`);
    else {
      const check = BLOCKS[String(block.type)];
      if (check === undefined) complain(`${what} has the unknown type ${String(block.type)}`);
      else check(block, `${what} (${String(block.type)})`, complain);
      if (block.block_id !== undefined) {
        checkString(block.block_id, `${what}.block_id`, LIMITS.blockId, complain);
        if (ids.has(block.block_id)) complain(`block_id ${String(block.block_id)} is there twice`);
        ids.add(block.block_id);
      }
    }
  }
  checkTogether(blocks.filter(isObject), complain);
  return problems;
}

function checkTogether(blocks: readonly Json[], complain: Complain): void {
  const markdown = blocks.filter(({ type }) => type === 'markdown');
  const characters = markdown.reduce((sum, { text }) => sum + String(text).length, 0);
  if (characters > LIMITS.markdown)
    complain(`markdown blocks have ${characters} characters together, ${LIMITS.markdown} are the limit`);
  if (blocks.filter(({ type }) => type === 'table').length > LIMITS.tables)
    complain('more than one table block: only_one_table_allowed');
}

/** Whether the blocks are too long together: then the error is another. */
export function tooLong(blocks: readonly unknown[]): boolean {
  return textLength(blocks) + LIMITS.perFurtherBlock * (blocks.length - 1) > LIMITS.allBlocks;
}

const COUNTED = new Set(['text', 'title', 'alt_text', 'url', 'value']);

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isObject(value)) return 0;
  let sum = 0;
  for (const [name, field] of Object.entries(value)) {
    sum += typeof field === 'string' && COUNTED.has(name) ? field.length : textLength(field);
  }
  return sum;
}
