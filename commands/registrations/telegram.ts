import type { Language } from '../../src/conversation/wording.ts';
import type { Command, CommandName } from '../types.ts';

interface TelegramCommand {
  readonly command: string;
  readonly description: string;
  /** In a group nobody else sees it, and it may be answered to the person alone (Bot API 10.2). */
  readonly is_ephemeral?: true;
}

/** One body of `setMyCommands`; without `language_code` for everybody who has no list of their own. */
export interface TelegramCommands {
  readonly commands: readonly TelegramCommand[];
  readonly scope: { readonly type: 'default' | 'all_private_chats' | 'all_group_chats' };
  readonly language_code?: string;
}

/** What is only told to the person, and is nothing to the others of a group. */
const TOLD: ReadonlySet<CommandName> = new Set(['why', 'experts', 'persona', 'settings', 'help']);

/** What Telegram is told of the commands: one call for each scope and language. */
export function telegramCommands(commands: readonly Command[]): TelegramCommands[] {
  const list = (language: Language, inGroups: boolean): TelegramCommand[] =>
    commands.map(({ description, name }) => ({
      command: name,
      description: description[language],
      ...(inGroups && TOLD.has(name) && { is_ephemeral: true as const }),
    }));
  return (['default', 'all_private_chats', 'all_group_chats'] as const).flatMap((type) => [
    { scope: { type }, commands: list('en', type === 'all_group_chats') },
    { scope: { type }, commands: list('zh', type === 'all_group_chats'), language_code: 'zh' },
  ]);
}
