import {
  type CommandCall,
  type CommandContext,
  type CommandOutcome,
  type Files,
  type RepliedTo,
  runCommand,
} from '../../../commands/index.ts';
import type { ConversationKey } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { fileKind } from '../../../src/gateway/file-kind.ts';
import type { SlackParts } from '../parts.ts';
import { conversationOf, type Place } from '../receive/addressing.ts';
import { type FileReference, messageId, placeOf } from '../receive/origin.ts';

export interface CommandInput {
  readonly call: CommandCall;
  readonly place: Place;
  readonly user: string;
  /** The id of the message that the command stands in, or that is made of it. */
  readonly messageId: string;
  readonly files: readonly FileReference[];
  readonly repliedTo: RepliedTo | null;
}

/** Runs a command where it was given. What is to be done about it, the caller does. */
export async function runSlackCommand(input: CommandInput, parts: SlackParts): Promise<CommandOutcome> {
  const { call, files, messageId, place, repliedTo, user } = input;
  const { names, self, switchboard } = parts;
  const profile = await names.soon(user);
  const context: CommandContext = {
    switchboard,
    answers: switchboard.answers,
    conversation: await meantConversation(input, parts),
    who: {
      platform: 'slack',
      user,
      places: [place.channel, self.team],
      shared: !place.direct,
      platformAdmin: profile.admin,
    },
    messageId,
    language: languageFor(profile.locale, call.text),
    files: countFiles(files),
    repliedTo,
  };
  return runCommand(call, context);
}

/**
 * A mention in the main flow is answered in a thread, where people then write “stop” or “retry”: that thread has no
 * conversation of its own yet, so the channel's is meant, to which the answer belongs.
 */
async function meantConversation(
  { call, place, user }: CommandInput,
  { self, switchboard }: SlackParts,
): Promise<ConversationKey> {
  const own = conversationOf(self.team, place);
  const { channel, direct, thread } = place;
  if (direct || thread === null || !['stop', 'retry', 'why'].includes(call.name)) return own;
  const { answers } = switchboard;
  if (answers.live(own, user).length > 0) return own;
  const outer = conversationOf(self.team, { ...place, thread: null });
  const runsHere = answers.live(outer, user).some((live) => placeOf(live.messageId)?.ts === thread);
  if (runsHere) return outer;
  if ((await switchboard.turns(own)) !== null) return own;
  return (await answers.of(messageId(channel, thread))) === null ? own : outer;
}

export function countFiles(files: readonly FileReference[]): Files {
  const pictures = files.filter(({ mime }) => fileKind(mime) === 'picture').length;
  return { pictures, others: files.length - pictures };
}

/** What the person has set in Slack, else the language of their words. */
export function languageFor(locale: string | null, text: string): Language {
  if (locale === null) return languageOf(text);
  return /^zh\b/i.test(locale) ? 'zh' : languageOf(text);
}
