import { type CommandCall, parseCommand, runCommand } from '../../../commands/index.ts';
import type { Attachment, ExpertName, Message } from '../../../src/conversation/types.ts';
import { endAll } from '../live/end-all.ts';
import type { SayEvent } from '../protocol.ts';
import { emptyMessage } from './begin.ts';
import type { Room, Web } from './rooms.ts';

/** What a person sent off. */
export interface Typed {
  /** Of the message that it becomes. */
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly expert: ExpertName | null;
  readonly replaces: string | null;
}

/** What it comes to: a message to be answered, or words at once. */
export type Meaning = { readonly message: Message } | { readonly say: SayEvent['data'] };

const SETTING = new Set<CommandCall['name']>(['persona', 'settings']);

/** Finds the command in a text, if there is one, and runs it. */
export async function meaningOf(typed: Typed, web: Web, room: Room): Promise<Meaning> {
  const { call } = parseCommand(typed.text);
  if (call === null) return { message: messageOf(typed, room) };
  const { asked, key, language, session } = room;
  // What is written now shall not come back after the conversation was forgotten.
  if (call.name === 'reset') await endAll(web.live, key);
  const pictures = typed.attachments.filter(({ mime }) => mime.startsWith('image/')).length;
  const outcome = await runCommand(call, {
    switchboard: web.switchboard,
    conversation: key,
    who: { platform: 'web', user: session, places: [], shared: false },
    messageId: typed.id,
    language,
    files: { pictures, others: typed.attachments.length - pictures },
    repliedTo: null,
    answers: web.live.answers,
  });
  switch (outcome.kind) {
    case 'again':
      return { message: outcome.message };
    case 'ask': {
      const { forced, json, text } = outcome.changes;
      const message = messageOf({ ...typed, text }, room);
      return {
        message: { ...message, forced: forced ?? message.forced, ...(json !== undefined && { json }) },
      };
    }
    case 'say': {
      if (call.name === 'reset') await asked.forget();
      return {
        say: {
          text: outcome.text,
          ...(call.name === 'reset' && { conversation_reset: true }),
          ...(SETTING.has(call.name) && call.text !== '' && { settings_changed: true }),
        },
      };
    }
    default:
      return outcome satisfies never;
  }
}

function messageOf({ attachments, expert, id, replaces, text }: Typed, room: Room): Message {
  const message = { ...emptyMessage(id, room), text, attachments, forced: expert };
  return replaces === null ? message : { ...message, replaces };
}
