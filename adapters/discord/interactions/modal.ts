import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { type CommandName, commandNamed, type Form, type FormField } from '../../../commands/index.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { LIMITS } from '../limits.ts';
import { isRecord, type Json, records, stringOf } from '../payload.ts';

const PREFIX = 'form:';

/** A form that was sent back. */
export interface Submitted {
  readonly command: CommandName;
  readonly options: Readonly<Record<string, string>>;
}

/** A form as a modal. */
export function modalOf(form: Form, language: Language): APIModalInteractionResponseCallbackData {
  return {
    custom_id: PREFIX + form.command,
    title: form.title[language].slice(0, LIMITS.modalTitleCharacters),
    components: form.fields.map((field) => ({ type: ComponentType.Label, ...labelled(field, language) })),
  };
}

function labelled(field: FormField, language: Language) {
  const whole = field.label[language];
  const isLong = whole.length > LIMITS.labelCharacters;
  return {
    label: isLong ? field.name : whole,
    ...(isLong && { description: whole.slice(0, LIMITS.labelDescriptionCharacters) }),
    component: {
      type: ComponentType.TextInput as const,
      custom_id: field.name,
      style: field.kind === 'paragraph' ? TextInputStyle.Paragraph : TextInputStyle.Short,
      required: false,
      max_length: LIMITS.modalInputCharacters,
      ...(field.value !== '' && { value: field.value.slice(0, LIMITS.modalInputCharacters) }),
    },
  };
}

/** Reads the data of a submission; null when it is no form of ours. */
export function readModal(data: Json): Submitted | null {
  const id = stringOf(data.custom_id);
  const command = id?.startsWith(PREFIX) ? commandNamed(id.slice(PREFIX.length)) : null;
  if (command === null) return null;
  const options: Record<string, string> = {};
  for (const label of records(data.components)) {
    const field = isRecord(label.component) ? label.component : null;
    const name = stringOf(field?.custom_id);
    if (name !== null) options[name] = typeof field?.value === 'string' ? field.value : '';
  }
  return { command, options };
}
