import { type AnswerView, createAnswerView, showAnswer } from '../answer/answer.ts';
import { fill, h } from '../dom/element.ts';
import type { Context } from '../layout/context.ts';
import type { Turn, TurnInfo } from '../state/turn.ts';
import { answerFoot } from './answer-foot.ts';
import { answerHead, answerName } from './answer-head.ts';

/** The answer as far as it has come: who writes, what is awaited, its text, and what there is to do with it. */
export function answerPart(context: Context, turn: Turn) {
  const { words } = context;
  const head = h('div', { class: 'answer-head' });
  const body = h('div', { class: 'body' });
  const foot = h('div', { class: 'answer-foot' });
  const element = h('article', { class: 'answer' }, head, body, foot);
  let view: AnswerView | null = null;
  let stopGrowth = () => {};

  function begin(): void {
    view = createAnswerView(body, words.answer);
    if (turn.answer() !== '') view.append(turn.answer());
    stopGrowth = turn.watchGrowth(view);
  }

  let previous: TurnInfo | null = null;
  const stop = turn.info.watch((info) => {
    const running = info.phase === 'running';
    if (running) element.setAttribute('aria-busy', 'true');
    if (previous === null) {
      if (running) begin();
      else if (turn.answer() !== '') void showAnswer(body, turn.answer(), words.answer);
    }
    element.setAttribute('aria-label', answerName(info.expert, words));
    fill(head, ...answerHead(info, words));
    if (previous === null || !sameFoot(previous, info)) fill(foot, ...answerFoot(context, turn, info));
    const endedNow = previous?.phase === 'running' && !running;
    previous = info;
    if (endedNow) void settle();
  });

  async function settle(): Promise<void> {
    stopGrowth();
    await view?.finish();
    element.removeAttribute('aria-busy');
  }

  return {
    element,
    dispose() {
      stop();
      stopGrowth();
      view?.dispose();
    },
  };
}

/** Nothing of the foot is drawn anew without need: a receipt that was unfolded stays so. */
function sameFoot(one: TurnInfo, other: TurnInfo): boolean {
  return (
    one.phase === other.phase &&
    one.receipt === other.receipt &&
    one.verdict === other.verdict &&
    one.problem === other.problem &&
    one.stopped === other.stopped
  );
}
