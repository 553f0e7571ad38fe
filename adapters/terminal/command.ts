import { type CommandCall, type CommandContext, runCommand } from '../../commands/index.ts';
import type { ConversationKey, Message } from '../../src/conversation/types.ts';
import { type Language, languageOf } from '../../src/conversation/wording.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { receive, terminalMessageId, terminalUser } from './receive.ts';

/** Where the lines are typed. */
export interface Seat {
  readonly switchboard: Switchboard;
  readonly conversation: ConversationKey;
  readonly answers: CommandContext['answers'];
}

/** What a command comes to in a terminal: words at once, or a message to be answered. */
export type Ran = { readonly say: string } | { readonly message: Message };

/** Runs a command that was typed in `line`. */
export async function runTyped(call: CommandCall, line: string, seat: Seat): Promise<Ran> {
  const { answers, conversation, switchboard } = seat;
  const outcome = await runCommand(call, {
    switchboard,
    conversation,
    answers,
    who: { platform: 'terminal', user: terminalUser(), places: [], shared: false },
    messageId: terminalMessageId(),
    language: personLanguage(line),
    files: { pictures: 0, others: 0 },
    repliedTo: null,
  });
  switch (outcome.kind) {
    case 'say':
      return { say: outcome.text };
    case 'again':
      return { message: outcome.message };
    case 'ask': {
      const { forced, json, text } = outcome.changes;
      return { message: { ...receive(text, conversation, forced), ...(json !== undefined && { json }) } };
    }
    default:
      return outcome satisfies never;
  }
}

/** That of the system's locale, else of what was typed. */
function personLanguage(line: string): Language {
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  return locale.startsWith('zh') ? 'zh' : languageOf(line);
}
