import type { ExpertName } from '../../protocol.ts';
import { h } from '../dom/element.ts';
import type { MenuItem } from '../dom/menu.ts';
import type { Context } from '../layout/context.ts';
import { expertDot } from '../messages/expert-chip.ts';

/** The experts as items of a menu, each with its state and model; `chosen` has a tick. */
export function expertItems(
  { status, words }: Context,
  chosen: ExpertName | null,
  choose: (expert: ExpertName) => void,
): MenuItem[] {
  const experts = status.get().status?.experts ?? [];
  return experts.map(({ model_used, name, state }) => ({
    label: words.experts[name] ?? name,
    detail: words.picker.skills[name] ?? '',
    mark: expertDot(name),
    end: h('span', { class: `state ${state}`, title: model_used ?? '' }, words.picker.states[state]),
    checked: name === chosen,
    run: () => choose(name),
  }));
}
