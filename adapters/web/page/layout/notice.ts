import { h } from '../dom/element.ts';
import { isLoading } from '../state/status.ts';
import { type Context, watch } from './context.ts';

/** Under the top: a model that loads, a server that is gone, an expert that must be set. */
export function noticeBar(context: Context): HTMLElement {
  const { status, words } = context;
  const sentence = h('span', { dir: 'auto' });
  const progress = h('progress', { id: 'notice-progress', max: 1, 'aria-label': words.notice.loading });
  const element = h('div', { id: 'notice', class: 'notice', role: 'status', hidden: true }, sentence);
  const show = () => {
    const { reached, status: now } = status.get();
    if (!navigator.onLine && !reached) return say(words.notice.offline);
    if (!reached) return say(words.notice.unreachable);
    if (now === null || now.ready) return say('');
    if (isLoading(now)) return say(words.notice.onItsWay(now.detail), now.progress);
    say(now.detail);
  };

  /** @param share 0..1; null: how long it takes is not known; absent: nothing is on its way */
  function say(text: string, share?: number | null): void {
    element.hidden = text === '';
    // What is said anew is heard anew.
    if (sentence.textContent !== text) sentence.textContent = text;
    if (share === undefined) {
      progress.remove();
      return;
    }
    if (share === null) progress.removeAttribute('value');
    else progress.value = share;
    if (progress.parentElement === null) element.append(progress);
  }

  const until = new AbortController();
  addEventListener('online', show, { signal: until.signal });
  addEventListener('offline', show, { signal: until.signal });
  context.onUnmount(() => until.abort());
  watch(context, status, show);
  return element;
}
