import { growField, isSendKey } from '../composer/field.ts';
import { button } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import type { Words } from '../words/words.ts';

/** A field with an old message in it: Enter asks again, Escape leaves it as it was. */
export function editForm(
  words: Words,
  text: string,
  { cancel, send }: { send(text: string): void; cancel(): void },
): { element: HTMLFormElement; focus(): void } {
  const { actions } = words;
  const field = h('textarea', {
    class: 'edit-field',
    rows: 1,
    dir: 'auto',
    'aria-label': actions.editLabel,
    value: text,
  });
  const submit = () => {
    if (field.value.trim() !== '') send(field.value);
  };
  const element = h(
    'form',
    { class: 'edit-form' },
    field,
    h(
      'div',
      { class: 'row' },
      button(words.cancel, cancel, { class: 'quiet' }),
      h('button', { type: 'submit', class: 'primary' }, actions.editSend),
    ),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('keydown', (event) => {
    if (isSendKey(event)) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && !event.isComposing) {
      // Not for the page, which would stop something.
      event.stopPropagation();
      cancel();
    }
  });
  growField(field);
  return {
    element,
    focus() {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
  };
}
