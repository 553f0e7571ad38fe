import type { Language } from '../src/conversation/wording.ts';
import { COMMANDS } from './index.ts';

/** One command as an input field can offer it. */
export interface Completion {
  /** What is put into the field. */
  readonly insert: string;
  readonly usage: string;
  readonly description: string;
}

/** The commands that begin like `typed` (`/tr`), all for a bare slash, none for what is no command. */
export function completions(typed: string, language: Language): Completion[] {
  const [, begun] = /^\s*[/／]([a-z]*)$/i.exec(typed) ?? [];
  if (begun === undefined) return [];
  return COMMANDS.filter(({ name }) => name.startsWith(begun.toLowerCase())).map(
    ({ description, name, usage }) => ({
      insert: `/${name} `,
      usage: usage[language],
      description: description[language],
    }),
  );
}
