import type { types } from '@slack/bolt';
import { type CommandName, commandNamed, type Form, type FormField } from '../../../commands/index.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { LIMITS } from '../limits.ts';
import { isRecord, type Json, stringOf } from '../payload.ts';
import type { Place } from '../receive/addressing.ts';

export const FORM_ID = 'switchboard_form';

/** A form that was sent back. */
export interface Submitted {
  readonly command: CommandName;
  readonly place: Place;
  readonly options: Readonly<Record<string, string>>;
}

const SEND = { en: 'Save', zh: '保存' };
const CLOSE = { en: 'Cancel', zh: '取消' };

/** A form as a modal, which remembers where it was called for. */
export function modalOf(form: Form, place: Place, language: Language): types.ModalView {
  const plain = (text: string, max: number) => ({ type: 'plain_text' as const, text: text.slice(0, max) });
  return {
    type: 'modal',
    callback_id: FORM_ID,
    private_metadata: JSON.stringify({ command: form.command, ...placeFields(place) }),
    title: plain(form.title[language], LIMITS.modalTitleCharacters),
    submit: plain(SEND[language], LIMITS.modalTitleCharacters),
    close: plain(CLOSE[language], LIMITS.modalTitleCharacters),
    blocks: form.fields.map((field) => ({
      type: 'input',
      block_id: field.name,
      optional: true,
      label: plain(field.label[language], LIMITS.altCharacters),
      element: elementOf(field, language),
    })),
  };
}

function elementOf(field: FormField, language: Language): types.PlainTextInput | types.StaticSelect {
  const action_id = 'value';
  if (field.kind !== 'choice' || field.choices === undefined || field.choices.length === 0) {
    return {
      type: 'plain_text_input',
      action_id,
      multiline: field.kind === 'paragraph',
      max_length: LIMITS.modalInputCharacters,
      ...(field.value !== '' && { initial_value: field.value.slice(0, LIMITS.modalInputCharacters) }),
    };
  }
  const options = field.choices.map(({ label, value }) => ({
    text: { type: 'plain_text' as const, text: label[language].slice(0, LIMITS.optionCharacters) },
    value,
  }));
  const chosen = options.find(({ value }) => value === field.value);
  return { type: 'static_select', action_id, options, ...(chosen && { initial_option: chosen }) };
}

/** Reads `view` of a submission; null when it is no form of ours. */
export function readModal(view: Json): Submitted | null {
  const { private_metadata: kept, state } = view;
  if (typeof kept !== 'string') return null;
  try {
    const { channel, command, direct, thread } = JSON.parse(kept) as Json;
    const name = commandNamed(String(command));
    if (name === null || typeof channel !== 'string') return null;
    const place = { channel, direct: direct === true, thread: stringOf(thread) };
    return { command: name, place, options: isRecord(state) ? readValues(state.values) : {} };
  } catch {
    return null;
  }
}

function readValues(values: unknown): Record<string, string> {
  const options: Record<string, string> = {};
  for (const [name, fields] of Object.entries(isRecord(values) ? values : {})) {
    const field = isRecord(fields) ? fields.value : null;
    if (!isRecord(field)) continue;
    const chosen = isRecord(field.selected_option) ? field.selected_option.value : field.value;
    options[name] = typeof chosen === 'string' ? chosen : '';
  }
  return options;
}

function placeFields({ channel, direct, thread }: Place): Place {
  return { channel, direct, thread };
}
