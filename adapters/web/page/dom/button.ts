import { h, type Props } from './element.ts';
import { type IconName, icon } from './icons.ts';

/** A button that shows an icon alone; `label` is heard and shown as its tip. */
export function iconButton(
  name: IconName,
  label: string,
  onclick: (event: MouseEvent) => void,
  props: Props<HTMLButtonElement> = {},
): HTMLButtonElement {
  const look = `icon-button ${props.class ?? ''}`.trim();
  return h(
    'button',
    { type: 'button', ...props, class: look, title: label, 'aria-label': label, onclick },
    icon(name),
  );
}

/** A button with words, and an icon before them. */
export function button(
  words: string,
  onclick: (event: MouseEvent) => void,
  props: Props<HTMLButtonElement> & { readonly icon?: IconName } = {},
): HTMLButtonElement {
  const { icon: name, ...rest } = props;
  return h('button', { type: 'button', ...rest, onclick }, name && icon(name), words);
}
