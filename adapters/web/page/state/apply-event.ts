import type { WebEvent } from '../../protocol.ts';
import { patch } from './store.ts';
import type { Step, Turn, TurnInfo } from './turn.ts';

/** Puts one event of a turn's stream into the turn. What `say` and `error` mean beyond it is the caller's. */
export function applyEvent(turn: Turn, event: WebEvent): void {
  const change = (fields: Partial<TurnInfo>) => patch(turn.info, fields);
  const info = turn.info.get();
  switch (event.event) {
    case 'turn':
      // A second connection tells it all again.
      turn.restart(turn.before());
      change({
        id: event.data.id,
        // Of an answer that goes on, the first question stays.
        text: event.data.continues === null ? event.data.text : info.text,
        note: { kind: 'thinking' },
        steps: [],
        planned: 0,
        checks: [],
      });
      break;
    case 'route':
      change({ expert: event.data.expert });
      break;
    case 'queue':
      change({
        note:
          event.data.position > 0 ? { kind: 'queue', position: event.data.position } : { kind: 'thinking' },
      });
      break;
    case 'step':
      change({
        steps: withStep(info.steps, event.data.index, event.data),
        planned: event.data.of ?? info.planned,
      });
      break;
    case 'text':
      if (info.note !== null) change({ note: null });
      turn.grow.append(event.data.delta);
      break;
    case 'replace':
      if (info.note !== null) change({ note: null });
      turn.grow.replace(event.data.text);
      break;
    case 'check':
      change({ checks: [...info.checks, event.data] });
      break;
    case 'done':
      if (turn.answer() !== turn.before() + event.data.response) turn.grow.replace(event.data.response);
      change({
        id: event.data.id,
        expert: event.data.expert,
        receipt: event.data,
        checks: event.data.checks,
        stopped: event.data.finish === 'stopped',
        phase: 'ended',
        note: null,
      });
      break;
    case 'say':
      turn.grow.replace(event.data.text);
      change({ said: true, phase: 'ended', note: null });
      break;
    case 'error': {
      const stopped = event.data.error.code === 'stopped';
      const problem = stopped ? null : ({ kind: 'said', words: event.data.error.message } as const);
      change({ stopped, problem, phase: 'ended', note: null });
    }
  }
}

function withStep(steps: readonly Step[], index: number, { expert, state }: Step): Step[] {
  const next = [...steps];
  next[index] = { expert, state };
  return next;
}
