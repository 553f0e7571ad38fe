import type { Language } from '../conversation/wording.ts';
import { expertWord } from './expert-words.ts';
import type { AnswerView } from './platform-port.ts';

type State = AnswerView['steps'][number]['state'];

/** How a step stands, behind or before its expert. */
export type Marks = Readonly<Record<State, string>>;

const MARKS: Marks = { running: '…', done: '✓', failed: '✗' };

/** Several experts work on the answer: that is worth being shown, also before there is any text. */
export function isPlanned({ planned, steps }: Pick<AnswerView, 'planned' | 'steps'>): boolean {
  return Math.max(planned, steps.length) > 1;
}

/**
 * How far a plan has come, on one line of plain text; null where there is none. What has not begun is only counted.
 *
 * @example '1/3 translate ✓ · code …'
 */
export function stepsLine(
  view: Pick<AnswerView, 'planned' | 'steps'>,
  language: Language,
  marks: Marks = MARKS,
): string | null {
  const { planned, steps } = view;
  if (!isPlanned(view)) return null;
  const ended = steps.filter(({ state }) => state !== 'running').length;
  const told = steps.map(({ expert, state }) => `${expertWord(expert, language)} ${marks[state]}`);
  return `${ended}/${Math.max(planned, steps.length)} ${told.join(' · ')}`;
}
