import { isObject } from '../call.ts';
import { malformed } from '../errors.ts';
import type { TelegramChat, TelegramUser } from '../world.ts';
import type { CommandList, MethodDeps, Methods } from './method.ts';

/** What `/` offers, by scope and language. */
export function commands({ commandLists }: MethodDeps): Methods {
  const place = (args: Readonly<Record<string, unknown>>) => ({
    scope: scopeKey(args.scope),
    language: String(args.language_code ?? ''),
  });
  const at = (args: Readonly<Record<string, unknown>>) => {
    const { scope, language } = place(args);
    return commandLists.findIndex((list) => list.scope === scope && list.language === language);
  };
  const remove = (args: Readonly<Record<string, unknown>>) => {
    const index = at(args);
    if (index >= 0) commandLists.splice(index, 1);
  };
  return {
    setMyCommands({ args }) {
      const list = args.commands as CommandList['commands'];
      if (list.some(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command)))
        throw malformed('BOT_COMMAND_INVALID');
      if (list.some(({ description }) => description.trim() === ''))
        throw malformed('BOT_COMMAND_DESCRIPTION_INVALID');
      remove(args);
      if (list.length > 0) commandLists.push({ ...place(args), commands: list });
      return true;
    },
    getMyCommands: ({ args }) => commandLists[at(args)]?.commands ?? [],
    deleteMyCommands({ args }) {
      remove(args);
      return true;
    },
  };
}

function scopeKey(scope: unknown): string {
  if (!isObject(scope)) return 'default';
  return [scope.type, scope.chat_id, scope.user_id].filter((part) => part !== undefined).join(' ');
}

/** The list that a person sees in a chat: the narrowest scope with a list, their language before none. */
export function commandsFor(
  lists: readonly CommandList[],
  chat: TelegramChat,
  user: TelegramUser,
): CommandList['commands'] {
  const admin = chat.admins.includes(user.id);
  const scopes =
    chat.type === 'private'
      ? [`chat ${chat.id}`, 'all_private_chats', 'default']
      : [
          `chat_member ${chat.id} ${user.id}`,
          ...(admin ? [`chat_administrators ${chat.id}`] : []),
          `chat ${chat.id}`,
          ...(admin ? ['all_chat_administrators'] : []),
          'all_group_chats',
          'default',
        ];
  for (const scope of scopes) {
    for (const language of [user.language.slice(0, 2), '']) {
      const list = lists.find((one) => one.scope === scope && one.language === language);
      if (list !== undefined) return list.commands;
    }
  }
  return [];
}
