import { degradedWords } from '../../../../src/delivery/route-words.ts';
import { button, iconButton } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import { openMenu } from '../dom/menu.ts';
import { toast } from '../dom/toast.ts';
import type { Context } from '../layout/context.ts';
import { expertItems } from '../picker/expert-items.ts';
import type { Turn, TurnInfo } from '../state/turn.ts';
import { copyButton } from './copy-button.ts';
import { problemWords } from './problem-words.ts';
import { receiptView } from './receipt.ts';

/** What stands under an answer once it has ended: remarks, what went wrong, what there is to do, the receipt. */
export function answerFoot(context: Context, turn: Turn, info: TurnInfo): (HTMLElement | null)[] {
  if (info.phase === 'running') return [];
  const { chat, language, words } = context;
  const { problem, receipt, stopped } = info;
  const degraded = receipt && degradedWords(receipt, language.get());
  return [
    degraded ? remark(words.messages.degraded(degraded)) : null,
    stopped ? remark(words.messages.stopped) : null,
    receipt?.finish === 'length'
      ? h(
          'div',
          { class: 'remark' },
          h('span', {}, words.messages.cut),
          button(words.messages.goOn, () => chat.goOn(turn), { class: 'quiet go-on', icon: 'play' }),
        )
      : null,
    problem === null
      ? null
      : h(
          'div',
          { class: 'error' },
          h('p', { dir: 'auto' }, problemWords(problem, turn.answer() !== '', words)),
          button(words.retry, () => chat.again(turn), { class: 'quiet', icon: 'retry' }),
        ),
    info.said || (problem !== null && receipt === null) ? null : actionBar(context, turn, info),
  ];
}

function remark(text: string): HTMLElement {
  return h('p', { class: 'remark', dir: 'auto' }, text);
}

function actionBar(context: Context, turn: Turn, info: TurnInfo): HTMLElement {
  const { chat, words } = context;
  const { actions } = words;
  const { receipt, verdict } = info;
  const judge = (kind: 'good' | 'bad') =>
    iconButton(
      kind,
      actions[kind],
      () => {
        chat.judge(turn, kind).then(
          () => toast(actions.thanks),
          () => toast(words.messages.network),
        );
      },
      { 'aria-pressed': verdict === kind, class: verdict === kind ? 'pressed' : '' },
    );
  const another = iconButton(
    'swap',
    actions.another,
    () =>
      openMenu(
        another,
        actions.another,
        expertItems(context, info.expert, (expert) => chat.again(turn, expert)),
      ),
    { 'aria-haspopup': 'menu', 'aria-expanded': 'false', class: 'another' },
  );
  return h(
    'div',
    { class: 'foot-line' },
    h(
      'div',
      { class: 'actions', role: 'group', 'aria-label': actions.label },
      turn.answer() !== '' && copyButton(actions.copy, turn.answer, words),
      receipt && judge('good'),
      receipt && judge('bad'),
      iconButton('retry', actions.retry, () => chat.again(turn), { class: 'again' }),
      another,
    ),
    receipt && receiptView(receipt, words, context.language.get()),
  );
}
