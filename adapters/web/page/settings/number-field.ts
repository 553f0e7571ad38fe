import { h } from '../dom/element.ts';
import type { Words } from '../words/words.ts';

export interface NumberField {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Null = as usual. */
  readonly value: number | null;
  /** Where the handle stands then. */
  readonly usual: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number | null) => void;
}

/** A slider that can also be left to the server: "as usual". */
export function numberField({ settings }: Words, field: NumberField): HTMLElement {
  const { help, id, label, max, min, onChange, step, usual, value } = field;
  const slider = h('input', { type: 'range', id, 'aria-describedby': `${id}-help` });
  // In this order: a browser puts a value between the bounds that it has by then.
  Object.assign(slider, { min: `${min}`, max: `${max}`, step: `${step}`, value: `${value ?? usual}` });
  const output = h('output', { for: id });
  const usually = h('input', { type: 'checkbox', checked: value === null });
  const show = () => {
    output.textContent = usually.checked ? '' : Number(slider.value).toLocaleString();
    slider.setAttribute('aria-valuetext', output.textContent || settings.asUsual);
    slider.classList.toggle('as-usual', usually.checked);
  };
  slider.addEventListener('input', () => {
    usually.checked = false;
    show();
  });
  slider.addEventListener('change', () => onChange(Number(slider.value)));
  usually.addEventListener('change', () => {
    show();
    onChange(usually.checked ? null : Number(slider.value));
  });
  show();
  return h(
    'div',
    { class: 'field' },
    h('div', { class: 'field-head' }, h('label', { for: id }, label), output),
    slider,
    h(
      'div',
      { class: 'field-foot' },
      h('small', { id: `${id}-help` }, help),
      h('label', { class: 'usual' }, usually, settings.asUsual),
    ),
  );
}
