import type { Who } from '../src/access/access.ts';
import type { JsonSchema } from '../src/checks/json-schema.ts';
import type { ConversationKey, ExpertName, Message } from '../src/conversation/types.ts';
import type { Language } from '../src/conversation/wording.ts';
import type { Answers } from '../src/delivery/answers.ts';
import type { Switchboard } from '../src/switchboard.ts';

export const COMMAND_NAMES = [
  'ask',
  'code',
  'math',
  'translate',
  'json',
  'vision',
  'reset',
  'stop',
  'retry',
  'why',
  'experts',
  'persona',
  'settings',
  'help',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** A text for people, in both languages that we speak. */
export type Words = Readonly<Record<Language, string>>;

/** One option where the platform has fields of its own (Discord); in text it stands in the command's own form. */
export interface CommandOption {
  /** Lower case, as Discord and the contract want it. */
  readonly name: string;
  readonly kind: 'text' | 'image';
  readonly description: Words;
  readonly required: boolean;
  /** Fixed values; absent = free text. */
  readonly choices?: readonly Choice[];
  /** Values that fit what has been typed so far, the best first, where the platform can offer some. */
  readonly suggest?: (typed: string, language: Language) => readonly Choice[];
}

export interface Choice {
  readonly value: string;
  readonly label: Words;
}

/** A command as a person gave it: typed in a line, or in the fields of a platform's own slash command. */
export interface CommandCall {
  readonly name: CommandName;
  /** All that follows the name, or the field `text`. */
  readonly text: string;
  /** Other fields by option name (`to`, `schema`, a form's fields); they win over what the text says. */
  readonly options: Readonly<Record<string, string>>;
}

/** What a message brings beside its words, also what has yet to be fetched. */
export interface Files {
  readonly pictures: number;
  readonly others: number;
}

/** The message that the person replied to, as the platform gives it. */
export interface RepliedTo {
  readonly text: string;
  readonly files: Files;
}

/** Who calls a command, where, and what a platform does for it. Adapters make one per call. */
export interface CommandContext {
  readonly switchboard: Switchboard;
  readonly conversation: ConversationKey;
  readonly who: Who;
  /** The id that a Message made of this call has: new, and the platform's own. */
  readonly messageId: string;
  /** The person's language, from the platform's locale, else that of the text. */
  readonly language: Language;
  /** Of the message that the command stands in. */
  readonly files: Files;
  /** Null when it is no reply. */
  readonly repliedTo: RepliedTo | null;
  /** What waits or runs, for `/stop`. */
  readonly answers: Pick<Answers, 'live' | 'stop'>;
}

/** What a command changes in the Message that the adapter makes of the person's input. */
export interface MessageChanges {
  readonly text: string;
  readonly forced: ExpertName | null;
  /** The answer is to be JSON: of this schema, or any object with `true`. Absent: no JSON. */
  readonly json?: JsonSchema | true;
  /** The files of the message replied to go with it, as if they were its own. */
  readonly withRepliedFiles: boolean;
}

/** A field of a form; its value comes back as an option of the same name. */
export interface FormField {
  readonly name: string;
  readonly label: Words;
  readonly kind: 'choice' | 'line' | 'paragraph';
  /** As it stands now. */
  readonly value: string;
  readonly choices?: readonly { readonly value: string; readonly label: Words }[];
}

/** What can be filled in instead of typed. Sending it calls `command` with the fields as options. */
export interface Form {
  readonly command: CommandName;
  readonly title: Words;
  readonly fields: readonly FormField[];
}

/** What the adapter does when a command has run. */
export type CommandOutcome =
  /** Told to the person alone where the platform can; Markdown. The form may be shown, where the platform has forms. */
  | { readonly kind: 'say'; readonly text: string; readonly form?: Form }
  /** A turn like any other: the Message that the adapter makes, with these changes, goes to the inbox. */
  | { readonly kind: 'ask'; readonly changes: MessageChanges }
  /** This Message goes to the inbox; its answer takes the place of the one that stands (`replaces`). */
  | { readonly kind: 'again'; readonly message: Message };

/** A slash command, declared once: registrations, `/help` and completion are derived from it. */
export interface Command {
  readonly name: CommandName;
  /** At most 100 characters each: Discord's limit. */
  readonly description: Words;
  /** What follows the name, for `/help`: `[to LANG:] TEXT`. Empty when it stands alone. */
  readonly usage: Words;
  readonly options: readonly CommandOption[];
  /** What can be filled in where the platform has forms and the command was given without anything. */
  form?(conversation: ConversationKey, switchboard: Switchboard): Promise<Form>;
  /** Never throws for what a person typed: that is told in words. @throws what the stores throw */
  run(call: CommandCall, context: CommandContext): Promise<CommandOutcome>;
}
