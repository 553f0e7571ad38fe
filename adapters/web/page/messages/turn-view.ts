import { h } from '../dom/element.ts';
import type { Context } from '../layout/context.ts';
import type { Turn } from '../state/turn.ts';
import { answerPart } from './answer-part.ts';
import { questionPart } from './question-part.ts';

export interface TurnView {
  readonly element: HTMLElement;
  /** Puts the question into a field to be changed. */
  edit(): void;
  dispose(): void;
}

/** A question and its answer. */
export function createTurnView(context: Context, turn: Turn): TurnView {
  const question = questionPart(context, turn);
  const answer = answerPart(context, turn);
  return {
    element: h('div', { class: 'turn' }, question.element, answer.element),
    edit: question.edit,
    dispose() {
      question.dispose();
      answer.dispose();
    },
  };
}
