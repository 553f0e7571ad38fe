import { boxedAnswer, statedAnswer } from '../../experts/profiles/math.ts';
import type { Language } from '../wording.ts';
import { takeOutBlocks } from './blocks.ts';
import { holdsNumbers, inventedNumber } from './numbers.ts';
import type { StepResult } from './step-text.ts';

/** What the integrating model is asked, and the blocks that it does not get to see. */
export interface Integration {
  readonly request: string;
  readonly blocks: readonly string[];
}

/**
 * @param results at least one that did not fail
 * @param inItsLanguage false: another one is asked for besides
 */
export function integrationOf(
  message: string,
  results: readonly StepResult[],
  inItsLanguage = true,
): Integration {
  const blocks: string[] = [];
  const told = results.map(({ failed, step, text }, index) => {
    if (failed !== null) return `Part ${index + 1} (${step.task}) could not be done: ${failed}`;
    const taken = takeOutBlocks(step.expert === 'structured' ? asBlock(text) : text, blocks);
    blocks.push(...taken.blocks);
    return `Part ${index + 1} (${step.task}):\n${taken.text}`;
  });
  const rules = [
    RULES,
    ...(inItsLanguage ? [ITS_LANGUAGE] : []),
    ...(blocks.length === 0 ? [] : [MARKS]),
  ].join(' ');
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
  'Experts have already done the parts of the message above; their results follow. Write the one answer to the message from them, without speaking of parts or experts. Keep every number, name, formula and translation exactly as it stands. Say plainly what could not be done.';
const ITS_LANGUAGE = 'Write in the language of the message.';
const MARKS =
  'A mark like [[BLOCK_1]] stands for a block of code or data: put each mark once, alone on a line, where its block belongs, and never write the block yourself.';

const INVENTED: Readonly<Record<Language, (number: string) => string>> = {
  en: (number) => `the number ${number} is in no result`,
  zh: (number) => `数字 ${number} 不在任何结果中`,
};
const LOST: Readonly<Record<Language, (result: string) => string>> = {
  en: (result) => `the result ${result} was left out`,
  zh: (result) => `漏掉了结果 ${result}`,
};

/**
 * What was lost or made up in an integrated answer, in words for a receipt; null when nothing was.
 *
 * @param answer with its blocks
 */
export function integrationFault(
  answer: string,
  message: string,
  results: readonly StepResult[],
  language: Language,
): string | null {
  const sources = [message, ...results.map(({ step, text }) => `${step.task}\n${text}`)].join('\n');
  const invented = inventedNumber(answer, sources);
  if (invented !== null) return INVENTED[language](invented);
  const { blocks, text: prose } = takeOutBlocks(answer, []);
  // A program has many numbers, and tells nobody a result.
  const told = [prose.replace(/\[\[BLOCK_\d+\]\]/g, ''), ...blocks.filter((block) => DATA.test(block))].join(
    '\n',
  );
  for (const { step, text } of results) {
    const final = step.expert === 'math' ? (boxedAnswer(text) ?? statedAnswer(text)) : null;
    if (final !== null && !holds(told, final)) return LOST[language](final);
  }
  return null;
}

const DATA = /^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:jsonc?|ya?ml|csv|tsv|xml|toml|markdown|md|text)?[ \t]*\n/i;

/** A result in words alone may be said in others; one with numbers has them, whatever is around them. */
function holds(answer: string, final: string): boolean {
  if (squeezed(answer).includes(squeezed(final)) && !/^\d+$/.test(squeezed(final))) return true;
  if (/\d/.test(final)) return holdsNumbers(answer, final);
  return !/[\\^=+*/<>]/.test(final.replace(/\\text\b/g, ''));
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
