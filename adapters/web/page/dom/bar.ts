import { h, type Props } from './element.ts';

/** A bar that is filled to a share, 0..1; with a label it is a meter for screen readers, else for the eye alone. */
export function bar(share: number, label?: string, inWords?: string): HTMLElement {
  const fill = h('span', {});
  fill.style.width = `${Math.round(Math.min(1, share) * 100)}%`;
  const heard: Props<HTMLSpanElement> =
    label === undefined
      ? { 'aria-hidden': 'true' }
      : {
          role: 'meter',
          'aria-label': label,
          'aria-valuemin': '0',
          'aria-valuemax': '100',
          'aria-valuenow': String(Math.round(share * 100)),
          'aria-valuetext': inWords,
        };
  return h('span', { class: 'bar', ...heard }, fill);
}
