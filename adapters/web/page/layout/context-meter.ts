import type { Receipt, WebStatus } from '../../protocol.ts';
import { bar } from '../dom/bar.ts';
import { fill, h } from '../dom/element.ts';
import { percent } from '../messages/receipt-rows.ts';
import type { Turn } from '../state/turn.ts';
import { type Context, watch } from './context.ts';

/** From here on it is shown as nearly full. */
const NEARLY_FULL = 0.85;

/** A bar for how full the context of the conversation is, after the last answer. */
export function contextMeter(context: Context): HTMLElement {
  const { chat, language, status, words } = context;
  const element = h('div', { class: 'context', id: 'context', hidden: true });
  let stopLast = () => {};

  function show(): void {
    const receipt = lastReceipt(chat.turns.get());
    const fullness = receipt && fullnessOf(receipt, status.get().status);
    element.hidden = !fullness;
    if (!fullness) return;
    const share = Math.min(1, fullness.used / fullness.window);
    const inWords = words.context.words(
      fullness.used.toLocaleString(language.get()),
      fullness.window.toLocaleString(language.get()),
      percent(share),
    );
    element.title = `${inWords}. ${words.context.full}`;
    element.classList.toggle('nearly-full', share >= NEARLY_FULL);
    fill(
      element,
      bar(share, words.context.label, inWords),
      h('span', { 'aria-hidden': 'true' }, percent(share)),
    );
  }

  watch(context, chat.turns, (turns) => {
    stopLast();
    stopLast = turns.at(-1)?.info.watch(show) ?? (() => {});
    show();
  });
  watch(context, status, show);
  context.onUnmount(() => stopLast());
  return element;
}

/** Tokens that the last answer took of its expert's window; null when that is not known. */
export function fullnessOf(
  { expert, usage }: Pick<Receipt, 'expert' | 'usage'>,
  status: WebStatus | null,
): { readonly used: number; readonly window: number } | null {
  const window = status?.experts.find(({ name }) => name === expert)?.window ?? null;
  const used = usage.prompt_tokens + usage.completion_tokens;
  return window === null || used === 0 ? null : { used, window };
}

function lastReceipt(turns: readonly Turn[]): Receipt | null {
  return turns.map(({ info }) => info.get().receipt).findLast((receipt) => receipt !== null) ?? null;
}
