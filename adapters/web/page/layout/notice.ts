import { fill, h } from '../dom/element.ts';
import { isLoading } from '../state/status.ts';
import { type Context, watch } from './context.ts';

/** Under the top: a model that loads, a server that is gone, an expert that must be set. */
export function noticeBar(context: Context): HTMLElement {
  const { status, words } = context;
  const element = h('div', { id: 'notice', class: 'notice', role: 'status', hidden: true });
  const show = () => {
    const { reached, status: now } = status.get();
    if (!navigator.onLine && !reached) return say(words.notice.offline);
    if (!reached) return say(words.notice.unreachable);
    if (now === null || now.ready) return say('');
    say(now.detail, isLoading(now) ? now.progress : null);
  };

  function say(text: string, progress: number | null = null): void {
    element.hidden = text === '';
    fill(
      element,
      h('span', { dir: 'auto' }, text),
      progress !== null &&
        h('progress', { id: 'notice-progress', max: 1, value: progress, 'aria-label': words.notice.loading }),
    );
  }

  const until = new AbortController();
  addEventListener('online', show, { signal: until.signal });
  addEventListener('offline', show, { signal: until.signal });
  context.onUnmount(() => until.abort());
  watch(context, status, show);
  return element;
}
