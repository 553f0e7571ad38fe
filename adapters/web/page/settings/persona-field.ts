import type { WebSettings } from '../../protocol.ts';
import { h } from '../dom/element.ts';
import type { Words } from '../words/words.ts';

const NONE = '';
const OWN = 'own';

/** Who the model is to be: nobody special, one of the ready personas, or somebody in the person's own words. */
export function personaField(
  { settings: said }: Words,
  { limits, persona, personas }: WebSettings,
  onChange: (persona: string | null) => void,
): HTMLElement {
  const chosen = persona === null ? NONE : (persona.id ?? OWN);
  const text = h('textarea', {
    class: 'persona-text',
    rows: 3,
    dir: 'auto',
    maxLength: limits.persona_characters,
    placeholder: said.personaPlaceholder,
    'aria-label': said.personaText,
    value: persona?.text ?? '',
  });
  const choose = (id: string) => {
    const ready = personas.find((one) => one.id === id);
    text.hidden = id === NONE;
    text.readOnly = id !== OWN;
    if (id !== OWN) text.value = ready?.text ?? '';
  };
  const choice = (id: string, name: string) => {
    const radio = h('input', { type: 'radio', name: 'persona', value: id, checked: id === chosen });
    radio.addEventListener('change', () => {
      choose(id);
      if (id !== OWN) onChange(id === NONE ? null : id);
      else text.focus();
    });
    return h('label', { class: 'choice' }, radio, h('span', {}, name));
  };
  text.addEventListener('change', () => {
    if (!text.readOnly) onChange(text.value.trim() || null);
  });
  choose(chosen);
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, said.persona),
    h(
      'div',
      { class: 'choices' },
      choice(NONE, said.personaNone),
      ...personas.map(({ id, name }) => choice(id ?? name, name)),
      choice(OWN, said.personaOwn),
    ),
    text,
  );
}
