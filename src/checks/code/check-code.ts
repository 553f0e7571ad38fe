import type { Verdict } from '../verdict.ts';
import type { CodeLanguage } from './languages.ts';
import { blocksInThread, parseInThread } from './parser-thread.ts';
import type { SyntaxProblem } from './protocol.ts';

/** A syntax error in a block of an answer. */
export interface CodeProblem extends SyntaxProblem {
  readonly language: CodeLanguage;
  /** Which of the answer's blocks; the first is 1. */
  readonly block: number;
}

export interface CodeVerdict extends Verdict<CodeProblem> {
  /** How many blocks were found in order. */
  readonly parsed: number;
}

const ANSWER_MAX_CHARACTERS = 200_000;
const BLOCK_MAX_CHARACTERS = 50_000;
const BLOCKS_MAX = 20;

/**
 * Reads the fenced blocks of an answer with the grammars of their languages. Runs nothing.
 *
 * @param question code of its own that stands in the answer again is quoted, errors and all
 * @param whole false where the answer was cut: its last block may be unfinished
 * @param signal bounds the time; what was not read then counts as not verified
 * @returns null when there is no block in a language that is known
 */
export async function checkCode(
  answer: string,
  question: string,
  whole: boolean,
  signal: AbortSignal,
): Promise<CodeVerdict | null> {
  // Most answers have no code: they cost one search.
  if (!/```|~~~/.test(answer) || answer.length > ANSWER_MAX_CHARACTERS) return null;
  const blocks = await blocksInThread(answer, whole, signal);
  if (blocks === 'unknown')
    return { status: 'skipped', detail: 'the code was too much to be read in time', parsed: 0 };
  if (blocks.length === 0) return null;
  const wrong: CodeProblem[] = [];
  const excuses: string[] = [];
  let parsed = 0;
  let isLate = false;
  for (const [index, { block, code, language }] of blocks.entries()) {
    // Where one block took all its time, the others would, too.
    const tooMuch: boolean = isLate || code.length > BLOCK_MAX_CHARACTERS || index >= BLOCKS_MAX;
    const read = tooMuch ? 'unknown' : await parseInThread(language, code, signal);
    if (read === 'unknown') {
      excuses.push('too long to be read in time');
      isLate ||= !tooMuch;
    } else if (read.problem === null) parsed++;
    else {
      const { problem } = read;
      const excuse = quoteOf(code, problem, answer, question) ?? read.excuse;
      if (excuse === null) wrong.push({ ...problem, language, block });
      else excuses.push(excuse);
    }
  }
  const status = wrong.length > 0 ? 'failed' : parsed > 0 ? 'passed' : 'skipped';
  return { status, detail: detailOf(wrong, parsed, blocks.length, excuses), wrong, parsed };
}

/** Said of code right before it, or in it: it is shown because it is wrong. */
const SHOWN_AS_WRONG =
  /\b(?:wrong|incorrect(?:ly)?|invalid|broken|buggy|mistakes?|original code|syntax error)\b|\bbefore:|❌|错误(?:的|写法|示例|代码|[：:])|有误|不正确|原代码|修改前/i;
const WORDS_BEFORE = 160;
/** A shorter line stands in many programs. */
const QUOTED_LINE_MIN = 6;

/** Why code that does not parse may be shown as it is; null when it is the answer's own. */
function quoteOf(code: string, { line }: SyntaxProblem, answer: string, question: string): string | null {
  const bad = code.split('\n')[line - 1]?.trim() ?? '';
  if (question.includes(code.trim()) || (bad.length >= QUOTED_LINE_MIN && question.includes(bad))) {
    return 'quoted from the question';
  }
  const at = answer.indexOf(code);
  const before =
    at < 0
      ? ''
      : answer
          .slice(Math.max(0, at - WORDS_BEFORE), at)
          .split(/\n\s*```\s*\n/)
          .at(-1);
  const comments = [...code.matchAll(/(?:\/\/|#|--|\/\*)(.*)$/gm)].map(([, words]) => words).join('\n');
  return SHOWN_AS_WRONG.test(`${before}\n${comments}`) ? 'shown as an example of an error' : null;
}

function detailOf(
  wrong: readonly CodeProblem[],
  parsed: number,
  all: number,
  excuses: readonly string[],
): string {
  const [first] = wrong;
  if (first !== undefined) return describeProblem(first);
  const blocks = `${all} code block${all === 1 ? '' : 's'}`;
  if (parsed === all) return `the syntax of ${blocks} is right; nothing was run`;
  const why = [...new Set(excuses)].join(', ');
  if (parsed === 0) return `the syntax of ${blocks} was not judged (${why}); nothing was run`;
  return `the syntax of ${parsed} of ${all} code blocks is right, the others were not judged (${why}); nothing was run`;
}

/** One sentence, for the receipt and for the model that is to mend it. */
export function describeProblem({ block, language, line, what }: CodeProblem): string {
  return `code block ${block} (${language}), line ${line}: ${what}`;
}
