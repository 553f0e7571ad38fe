import type { AnswerEvent } from '../conversation/types.ts';
import type { AnswerView } from './platform-port.ts';

/** An answer of which nothing is known yet. */
export const WAITING: AnswerView = {
  phase: 'waiting',
  route: null,
  position: null,
  steps: [],
  planned: 0,
  checks: [],
  receipt: null,
  error: null,
};

/** Nothing comes after it. */
export function isFinal({ phase }: AnswerView): boolean {
  return phase === 'done' || phase === 'stopped' || phase === 'failed';
}

/** The view after one more event. */
export function advance(view: AnswerView, { event, data }: AnswerEvent): AnswerView {
  switch (event) {
    case 'route':
      return { ...view, route: data };
    case 'queue':
      return { ...view, position: data.position };
    case 'step': {
      const { expert, index, of = 0, state } = data;
      const others = view.steps.filter((step) => step.index !== index);
      // Steps begin as soon as they can: the third may before the second.
      const steps = [...others, { index, expert, state }].toSorted((one, other) => one.index - other.index);
      return { ...view, steps, planned: Math.max(view.planned, of) };
    }
    case 'text':
    case 'replace':
      return { ...view, phase: 'writing', position: null };
    case 'check':
      return { ...view, checks: [...view.checks, data] };
    case 'done':
      return {
        ...view,
        phase: data.finish === 'stopped' ? 'stopped' : 'done',
        position: null,
        receipt: data,
      };
    case 'error':
      return { ...view, phase: 'failed', position: null, error: data.error };
    default:
      return event satisfies never;
  }
}
