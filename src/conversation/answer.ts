import type { Experts, Needs } from '../experts/experts.ts';
import type { Prepare } from '../experts/pool.ts';
import type { Draft } from './receipt.ts';
import type { AnswerEvent, Check } from './types.ts';
import { excerpt } from './verify-wording.ts';

/** What the model itself marked as its result. */
export const FINAL_ANSWER_CHECK = 'final_answer';

/**
 * Lets the routed expert write the answer into the draft, and yields what is to be seen of it. The draft holds
 * what was written at any time, also when this throws or is left.
 */
export async function* writeAnswer(
  draft: Draft,
  experts: Experts,
  prepare: Prepare,
  needs: Needs,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  let finalAnswer: ((text: string) => string | null) | undefined;
  for await (const event of experts.stream(draft.route.expert, prepare, signal, needs)) {
    switch (event.type) {
      case 'player':
        draft.expert = event.expert;
        draft.degraded = event.degraded;
        break;
      case 'model':
        draft.model = event.seat.info.model;
        draft.closing = event.after;
        draft.writesOnly = event.seat.profile.writesOnly ?? null;
        finalAnswer = event.seat.profile.finalAnswer;
        break;
      case 'queue':
        yield { event: 'queue', data: { position: event.position } };
        break;
      case 'text':
        draft.firstTokenMs ??= performance.now() - draft.startedMs;
        draft.text += event.delta;
        yield { event: 'text', data: { delta: event.delta } };
        break;
      case 'end':
        draft.finish = event.finish;
        draft.endedMs = performance.now();
        draft.usage = event.usage;
        draft.marked = finalAnswer?.(draft.text) ?? null;
        if (finalAnswer !== undefined) draft.checks.push(answerCheck(draft.marked));
        break;
      default:
        event satisfies never;
    }
  }
}

/** Math models mark their result. Here it is only read; what can be said of it is found out with the other checks. */
function answerCheck(found: string | null): Check {
  const name = FINAL_ANSWER_CHECK;
  if (found === null) return { name, status: 'skipped', detail: 'the model marked no final answer' };
  return { name, status: 'skipped', detail: `${excerpt(found)} (as the model marked it; not verified)` };
}
