import { COMMANDS } from '../../../commands/index.ts';
import { LIMITS } from '../limits.ts';
import { records } from '../payload.ts';
import { languageFor } from './commands.ts';
import type { Interaction } from './interaction.ts';

/** What can be meant by what is being typed into an option. */
export function suggestions({
  data,
  locale,
}: Interaction): { readonly name: string; readonly value: string }[] {
  const command = COMMANDS.find(({ name }) => name === data.name);
  const typing = records(data.options).find(({ focused }) => focused === true);
  const option = command?.options.find(({ name }) => name === typing?.name);
  const language = languageFor(locale, '');
  const found = option?.suggest?.(String(typing?.value ?? ''), language) ?? [];
  return found.slice(0, LIMITS.suggestions).map(({ label, value }) => ({
    name: label[language].slice(0, LIMITS.suggestionCharacters),
    value: value.slice(0, LIMITS.suggestionCharacters),
  }));
}
