import type { Verdict } from '../verdict.ts';
import { checkSolutions } from './solutions.ts';
import { checkStatedAnswer } from './stated-answer.ts';
import { readArithmetic } from './steps.ts';

/** A thing in an answer that does not hold. */
export interface WrongStep {
  readonly kind: 'step' | 'solution' | 'stated-answer';
  /** As the answer has it, shortened. */
  readonly text: string;
  /** What it comes to instead, for the model that is to try again. */
  readonly expected: string;
}

/** Behind this an answer is not read; the check says so. */
const MAX_CHARACTERS = 60_000;

/**
 * Recomputes the arithmetic that can be read in an answer, plain or LaTeX, in exact numbers; puts stated solutions into
 * the question's equation; compares the stated result with the last one computed. What has more than one meaning passes
 * if one of them holds. Pure, never throws, bounded in time.
 *
 * @example
 * checkMath('3 + 4 = 8', ''); // failed: "3 + 4 = 8 (should be 7)"
 */
export function checkMath(answer: string, question: string): Verdict<WrongStep> {
  const isCut = answer.length > MAX_CHARACTERS;
  const text = withoutCode(answer.slice(0, MAX_CHARACTERS));
  const asked = question.slice(0, MAX_CHARACTERS);
  const { checked, wrong, last } = readArithmetic(text, asked);
  const solutions = checkSolutions(text, asked);
  const all = [...wrong, ...solutions.wrong];
  // Where a step is wrong, the result is wrong with it: one complaint is enough.
  const stated = all.length === 0 ? checkStatedAnswer(text, asked, last) : null;
  if (stated !== null) all.push(stated);
  const end = isCut ? ' Only the first part was read.' : '';
  if (all.length > 0) {
    const [first] = all;
    return { status: 'failed', detail: `${first?.text} (should be ${first?.expected}).${end}`, wrong: all };
  }
  if (checked === 0 && solutions.checked === 0) {
    return { status: 'skipped', detail: `No arithmetic in it that could be recomputed.${end}` };
  }
  const parts = [
    checked > 0 ? `${checked} ${checked === 1 ? 'step' : 'steps'} recomputed` : '',
    solutions.checked > 0
      ? `${solutions.checked} ${solutions.checked === 1 ? 'solution' : 'solutions'} put into the equation`
      : '',
  ];
  return { status: 'passed', detail: `${parts.filter((part) => part !== '').join(', ')}.${end}` };
}

/** Programs are another check's: `x = x + 1` is no equation. */
function withoutCode(text: string): string {
  return text.replace(/^ {0,3}(`{3,8}|~{3,8})(?![`~])[^\n]*\n[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))/gm, '\n');
}
