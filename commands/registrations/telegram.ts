import type { Language } from '../../src/conversation/wording.ts';
import type { Command } from '../types.ts';

/** One body of `setMyCommands`; without `language_code` for everybody who has no list of their own. */
export interface TelegramCommands {
  readonly commands: readonly { readonly command: string; readonly description: string }[];
  readonly language_code?: string;
}

/** What Telegram is told of the commands: one call for each language. */
export function telegramCommands(commands: readonly Command[]): TelegramCommands[] {
  const list = (language: Language) =>
    commands.map(({ description, name }) => ({ command: name, description: description[language] }));
  return [{ commands: list('en') }, { commands: list('zh'), language_code: 'zh' }];
}
