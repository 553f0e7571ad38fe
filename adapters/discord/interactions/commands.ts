import {
  type CommandCall,
  type CommandContext,
  type CommandName,
  type CommandOutcome,
  type Files,
  type RepliedTo,
  runCommand,
} from '../../../commands/index.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { fileKind } from '../../../src/gateway/file-kind.ts';
import type { DiscordParts } from '../parts.ts';
import { conversationOf, type Place } from '../receive/addressing.ts';
import type { FileReference } from '../receive/origin.ts';

/** These are answered by a turn, for everybody to see; what the others say is for the person alone. */
const ASKING: ReadonlySet<CommandName> = new Set(['ask', 'code', 'math', 'translate', 'json', 'vision']);

export function isAsking(name: CommandName): boolean {
  return ASKING.has(name);
}

export interface CommandInput {
  readonly call: CommandCall;
  readonly place: Place;
  readonly user: string;
  /** Discord itself says that the user runs the guild. */
  readonly platformAdmin: boolean;
  /** As the user has set it in Discord; null when it is not told. */
  readonly locale: string | null;
  /** The id of the message that the command stands in, or that is made of it. */
  readonly messageId: string;
  readonly files: readonly FileReference[];
  readonly repliedTo: RepliedTo | null;
}

/** Runs a command where it was given. What is to be done about it, the caller does. */
export async function runDiscordCommand(
  input: CommandInput,
  { switchboard }: DiscordParts,
): Promise<CommandOutcome> {
  const { call, files, locale, messageId, place, platformAdmin, repliedTo, user } = input;
  const context: CommandContext = {
    switchboard,
    answers: switchboard.answers,
    conversation: conversationOf(place),
    who: { ...whoIs(user, place), platformAdmin },
    messageId,
    language: languageFor(locale, `${call.text} ${call.options.text ?? ''}`),
    files: countFiles(files),
    repliedTo,
  };
  return runCommand(call, context);
}

/** For the access rules: somebody at a place. */
export function whoIs(user: string, { channel, guild }: Place) {
  const places = guild === null ? [channel] : [channel, guild];
  return { platform: 'discord' as const, user, places, shared: guild !== null };
}

export function countFiles(files: readonly FileReference[]): Files {
  const pictures = files.filter(({ mime }) => fileKind(mime) === 'picture').length;
  return { pictures, others: files.length - pictures };
}

/** What the person has set in Discord, else the language of their words. */
export function languageFor(locale: string | null, text: string): Language {
  return locale !== null && /^zh\b/i.test(locale) ? 'zh' : languageOf(text);
}
