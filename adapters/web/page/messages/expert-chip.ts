import type { ExpertName } from '../../protocol.ts';
import { h } from '../dom/element.ts';
import type { Words } from '../words/words.ts';

/** An expert's colour and name. */
export function expertChip(expert: ExpertName, words: Words): HTMLElement {
  return h(
    'span',
    { class: 'expert', 'data-expert': expert },
    expertDot(expert),
    words.experts[expert] ?? expert,
  );
}

export function expertDot(expert: ExpertName | 'auto'): HTMLElement {
  return h('span', { class: 'expert-dot', 'data-expert': expert, 'aria-hidden': 'true' });
}
