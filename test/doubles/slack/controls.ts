import type { Json } from './call.ts';
import { isObject } from './rules/fields.ts';
import type { SlackMessage } from './workspace.ts';

/** Something in a message that can be pressed or chosen. */
export interface Control {
  readonly label: string;
  /** What an action says about it: the pressed element with its value or chosen option. */
  readonly action: Json;
}

/** Everything that can be pressed in a message, top to bottom; each option of a menu is one. */
export function controlsOf({ blocks }: Pick<SlackMessage, 'blocks'>): readonly Control[] {
  return blocks.flatMap((block, index) => {
    const id = String(block.block_id ?? `b${index}`);
    const elements = Array.isArray(block.elements) ? block.elements : [];
    const all = [...elements, block.accessory].filter(isObject);
    return all.flatMap((element, at) => controls(element, id, String(element.action_id ?? `a${at}`)));
  });
}

function controls(element: Json, block_id: string, action_id: string): Control[] {
  const base = { block_id, action_id, type: element.type, action_ts: String(Date.now() / 1_000) };
  const control = (label: unknown, rest: object): Control => ({
    label: textOf(label),
    action: { ...base, ...rest },
  });
  switch (element.type) {
    case 'button':
    case 'icon_button':
      return [control(element.text, { text: element.text, value: element.value })];
    case 'feedback_buttons':
      return [element.positive_button, element.negative_button]
        .filter(isObject)
        .map((button) => control(button.text, { text: button.text, value: button.value }));
    case 'overflow':
    case 'static_select':
    case 'radio_buttons': {
      const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [];
      const lists = [element.options, ...groups.map(({ options }) => options)];
      const options = lists.flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
      return options.map((option) => control(option.text, { selected_option: option }));
    }
    default:
      return [];
  }
}

const textOf = (value: unknown): string => (isObject(value) ? String(value.text) : '');
