import type { Command, CommandName, CommandOption, Words } from '../types.ts';

/** Of Discord's API, v10. */
const TYPE = { chatInput: 1, message: 3, string: 3, attachment: 11 } as const;
/** Installed to a guild, or to a user; used in guilds, in the bot's DMs, and between users. */
const INTEGRATION_TYPES = [0, 1] as const;
const CONTEXTS = [0, 1, 2] as const;
const LIMITS = { descriptionCharacters: 100, choices: 25 } as const;

/** One body of `PUT /applications/{id}/commands` (bulk overwrite). */
export interface DiscordCommand {
  readonly type: typeof TYPE.chatInput;
  readonly name: string;
  readonly description: string;
  readonly description_localizations: Readonly<Record<string, string>>;
  readonly options: readonly DiscordOption[];
  readonly integration_types: readonly number[];
  readonly contexts: readonly number[];
}

/** What stands in the menu of a message, and the command that it means with that message replied to. */
export const MENUS: readonly { readonly name: Words; readonly command: CommandName }[] = [
  { name: { en: 'Ask Switchboard', zh: '问 Switchboard' }, command: 'ask' },
  { name: { en: 'Translate', zh: '翻译' }, command: 'translate' },
];

/** The same for a menu; it has no description. */
export interface DiscordMenu {
  readonly type: typeof TYPE.message;
  readonly name: string;
  readonly name_localizations: Readonly<Record<string, string>>;
  readonly integration_types: readonly number[];
  readonly contexts: readonly number[];
}

interface DiscordOption extends Described {
  readonly type: number;
  readonly name: string;
  readonly required: boolean;
  /** We are asked while it is typed; not together with `choices`. */
  readonly autocomplete?: true;
  readonly choices?: readonly {
    readonly name: string;
    readonly name_localizations: Readonly<Record<string, string>>;
    readonly value: string;
  }[];
}

interface Described {
  readonly description: string;
  readonly description_localizations: Readonly<Record<string, string>>;
}

/** What Discord is told of the commands. */
export function discordCommands(commands: readonly Command[]): DiscordCommand[] {
  return commands.map(({ description, name, options }) => ({
    type: TYPE.chatInput,
    name,
    ...described(description),
    // Discord wants required options first.
    options: options.toSorted((one, other) => Number(other.required) - Number(one.required)).map(toOption),
    integration_types: INTEGRATION_TYPES,
    contexts: CONTEXTS,
  }));
}

/** What Discord is told of the menus of messages; it goes into the same call. */
export function discordMenus(): DiscordMenu[] {
  return MENUS.map(({ name }) => ({
    type: TYPE.message,
    name: name.en,
    name_localizations: chinese(name.zh),
    integration_types: INTEGRATION_TYPES,
    contexts: CONTEXTS,
  }));
}

function toOption({ choices, description, kind, name, required, suggest }: CommandOption): DiscordOption {
  return {
    type: kind === 'image' ? TYPE.attachment : TYPE.string,
    name,
    ...described(description),
    required,
    ...(suggest && !choices && { autocomplete: true }),
    ...(choices && {
      choices: choices.slice(0, LIMITS.choices).map(({ label, value }) => ({
        name: label.en,
        name_localizations: chinese(label.zh),
        value,
      })),
    }),
  };
}

function described({ en, zh }: Command['description']): Described {
  const { descriptionCharacters: max } = LIMITS;
  return { description: en.slice(0, max), description_localizations: chinese(zh.slice(0, max)) };
}

function chinese(text: string): Readonly<Record<string, string>> {
  return { 'zh-CN': text, 'zh-TW': text };
}
