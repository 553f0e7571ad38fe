import {
  type CommandCall,
  type CommandContext,
  type CommandOutcome,
  type Files,
  runCommand,
} from '../../../commands/index.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { fileKind } from '../../../src/gateway/file-kind.ts';
import type { TelegramParts } from '../parts.ts';
import { conversationOf } from '../receive/addressing.ts';
import type { Posted } from '../receive/events.ts';
import type { FileReference } from '../receive/origin.ts';

/** Who is asked about only for these: it takes a call to know who runs a group. */
const FOR_ADMINS = new Set(['settings', 'persona']);

/** Runs a command where it was given. What is to be done about it, the caller does. */
export async function runTelegramCommand(
  call: CommandCall,
  posted: Posted,
  messageId: string,
  { members, switchboard }: TelegramParts,
): Promise<CommandOutcome> {
  const { chat, direct, files, from, repliedTo } = posted;
  const platformAdmin = !direct && FOR_ADMINS.has(call.name) && (await members.isAdmin(chat, from.id));
  const context: CommandContext = {
    switchboard,
    answers: switchboard.answers,
    conversation: conversationOf(posted),
    who: {
      platform: 'telegram',
      user: String(from.id),
      places: [String(chat)],
      shared: !direct,
      platformAdmin,
    },
    messageId,
    language: languageFor(from.locale, call.text),
    files: countFiles(files),
    repliedTo: repliedTo && { text: repliedTo.text, files: countFiles(repliedTo.files) },
  };
  return runCommand(call, context);
}

export function countFiles(files: readonly FileReference[]): Files {
  const pictures = files.filter(({ mime }) => fileKind(mime) === 'picture').length;
  return { pictures, others: files.length - pictures };
}

/** The language of their app where it is one of ours, else that of their words. */
export function languageFor(locale: string | null, text: string): Language {
  return locale !== null && /^zh\b/i.test(locale) ? 'zh' : languageOf(text);
}
