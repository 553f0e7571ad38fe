import { type Json, objects } from './json.ts';
import { nested } from './rules/payload.ts';
import type { Version } from './workspace.ts';

const BUTTON = 2;
const STRING_SELECT = 3;
/** ButtonStyle.Link: opens an address, tells the bot nothing. */
const LINK = 5;

/** Something in a message that can be pressed or chosen. */
export interface Control {
  readonly label: string;
  /** What the interaction says about it. */
  readonly data: Json;
}

/** Everything that can be pressed in a message, top to bottom; each option of a menu is one. */
export function controlsOf({ components }: Pick<Version, 'components'>): readonly Control[] {
  return components
    .flatMap(nested)
    .filter(({ disabled }) => disabled !== true)
    .flatMap(controls);
}

function controls({ type, id, style, label, emoji, custom_id, options }: Json): Control[] {
  const base = { component_type: type, custom_id, ...(id !== undefined && { id }) };
  if (type === BUTTON && style !== LINK) {
    const sign = typeof emoji === 'object' && emoji !== null ? String((emoji as Json).name ?? '') : '';
    return [{ label: [sign, label].filter((part) => part).join(' '), data: base }];
  }
  if (type !== STRING_SELECT) return [];
  return objects(options).map((option) => ({
    label: String(option.label),
    data: { ...base, values: [option.value] },
  }));
}
