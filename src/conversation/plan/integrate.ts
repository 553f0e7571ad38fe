import { numbersOf } from '../../checks/translation/numbers.ts';
import { boxedAnswer, statedAnswer } from '../../experts/profiles/math.ts';
import type { Language } from '../wording.ts';
import { takeOutBlocks } from './blocks.ts';
import type { StepResult } from './step-text.ts';

/** What the integrating model is asked, and the blocks that it does not get to see. */
export interface Integration {
  readonly request: string;
  readonly blocks: readonly string[];
}

/** @param results at least one that did not fail */
export function integrationOf(message: string, results: readonly StepResult[]): Integration {
  const blocks: string[] = [];
  const told = results.map(({ failed, step, text }, index) => {
    if (failed !== null) return `Part ${index + 1} (${step.task}) could not be done: ${failed}`;
    const taken = takeOutBlocks(step.expert === 'structured' ? asBlock(text) : text, blocks.length);
    blocks.push(...taken.blocks);
    return `Part ${index + 1} (${step.task}):\n${taken.text}`;
  });
  const rules = blocks.length === 0 ? RULES : `${RULES} ${MARKS}`;
  return { request: [message, `---\n${rules}`, ...told].join('\n\n'), blocks };
}

/** Data is kept to the letter, with or without a fence of its own. */
function asBlock(text: string): string {
  if (/^ *(?:`{3}|~{3})/m.test(text)) return text;
  try {
    JSON.parse(text);
    return `\`\`\`json\n${text.trim()}\n\`\`\``;
  } catch {
    // A table stands in Markdown as it is; it is the same text that comes back.
    return text;
  }
}

const RULES =
  'Experts have already done the parts of the message above; their results follow. Write the one answer to the message from them, in its language, without speaking of parts or experts. Keep every number, name and formula exactly as it stands. Say plainly what could not be done.';
const MARKS =
  'A mark like [[BLOCK_1]] stands for a block of code or data: put each mark once, alone on a line, where its block belongs, and never write the block yourself.';

/** What was lost or made up in an integrated answer, in words for a receipt; null when nothing was. */
export function integrationFault(
  answer: string,
  message: string,
  results: readonly StepResult[],
): string | null {
  const known = new Set(numbersOf([message, ...results.map(({ text }) => text)].join('\n')));
  const invented = numbersOf(answer).find((number) => !known.has(number));
  if (invented !== undefined) return `the number ${invented} is in no result`;
  const said = squeezed(answer);
  for (const { step, text } of results) {
    const final = step.expert === 'math' ? (boxedAnswer(text) ?? statedAnswer(text)) : null;
    if (final !== null && !said.includes(squeezed(final))) return `the result ${final} was left out`;
  }
  return null;
}

/** Without what LaTeX and prose write differently round the same value. */
function squeezed(text: string): string {
  return text.replace(/[\s$,]|\\[,;! ]|\\(?:left|right)/g, '');
}

/** The results one after the other, as they are: what stands where no model could put them together. */
export function assembled(results: readonly StepResult[], language: Language): string {
  return results
    .map(({ failed, step, text }) =>
      failed === null ? text.trim() : failedNote(step.task, failed, language),
    )
    .join('\n\n');
}

function failedNote(task: string, failed: string, language: Language): string {
  return { en: `*Not done: ${task} (${failed})*`, zh: `*未完成：${task}（${failed}）*` }[language];
}
