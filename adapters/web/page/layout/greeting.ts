import { h } from '../dom/element.ts';
import { expertDot } from '../messages/expert-chip.ts';
import type { Context } from './context.ts';

/** What stands in a conversation before its first message: what this is, and four questions to try. */
export function greeting({ words }: Context, ask: (text: string) => void): HTMLElement {
  const said = words.greeting;
  return h(
    'section',
    { id: 'greeting', class: 'greeting' },
    h('h2', {}, said.title),
    h('p', {}, said.text),
    h(
      'ul',
      { class: 'examples', 'aria-label': said.examples },
      ...words.examples.map(({ expert, text, title }) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'example', onclick: () => ask(text) },
            h('span', { class: 'example-title' }, expertDot(expert), title),
            h('span', { class: 'example-text' }, text),
          ),
        ),
      ),
    ),
  );
}
