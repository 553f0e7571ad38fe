import {
  COMMANDS,
  type CommandCall,
  type CommandOutcome,
  commandNamed,
  type RepliedTo,
} from '../../../commands/index.ts';
import { MENUS } from '../../../commands/registrations/discord.ts';
import type { Message } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { DiscordParts } from '../parts.ts';
import { isRecord, type Json, records, stringOf } from '../payload.ts';
import { conversationOf } from '../receive/addressing.ts';
import { readFiles, readReferenced } from '../receive/events.ts';
import { type FileReference, type Origin, withOldOrigin } from '../receive/origin.ts';
import { countFiles, isAsking, languageFor, runDiscordCommand, whoIs } from './commands.ts';
import type { Interaction } from './interaction.ts';
import { modalOf } from './modal.ts';
import type { Respond } from './respond.ts';

type Words = Readonly<Record<Language, string>>;

const NOT_HERE: Words = {
  en: 'This bot does not answer here: the operator has named who it answers (`DISCORD_ALLOW`).',
  zh: '机器人在这里不回答：管理员限定了可以使用的人（`DISCORD_ALLOW`）。',
};
const UNKNOWN: Words = {
  en: 'I do not know this command; `/help` lists mine.',
  zh: '没有这个命令；`/help` 列出所有命令。',
};
const AGAIN: Words = { en: 'Answering again, in the same place.', zh: '正在原处重新回答。' };
const FAILED: Words = {
  en: 'That could not be done: something of mine failed. Try again in a minute.',
  zh: '没有成功：机器人这边出了问题。请稍后再试。',
};

/** What a command was given. */
export interface Given {
  readonly call: CommandCall;
  readonly files: readonly FileReference[];
  readonly repliedTo: (RepliedTo & { readonly references: readonly FileReference[] }) | null;
}

/** Runs a slash command or a message's menu. */
export async function takeSlash(
  interaction: Interaction,
  respond: Respond,
  parts: DiscordParts,
): Promise<void> {
  const { locale, place, user } = interaction;
  const given = givenIn(interaction.data);
  const language = languageFor(locale, given?.call.options.text ?? '');
  if (given === null || !parts.switchboard.access.mayUse(whoIs(user, place))) {
    await respond.defer(true);
    return respond.instead((given === null ? UNKNOWN : NOT_HERE)[language]);
  }
  const form = isBare(given) ? COMMANDS.find(({ name }) => name === given.call.name)?.form : undefined;
  if (form !== undefined)
    return respond.modal(modalOf(await form(conversationOf(place), parts.switchboard), language));
  return answer(given, interaction, respond, parts);
}

/** Runs a command whose fields are known, and says at once that it does. */
export async function answer(
  given: Given,
  interaction: Interaction,
  respond: Respond,
  parts: DiscordParts,
): Promise<void> {
  const { switchboard } = parts;
  const { locale, user } = interaction;
  const isPublic = isAsking(given.call.name);
  const language = languageFor(locale, given.call.options.text ?? '');
  await respond.defer(!isPublic);
  /** An error is for the person alone, also where the answer would have been for all. */
  const tell = async (words: string): Promise<void> => {
    if (!isPublic) return respond.instead(words);
    await respond.withdraw();
    await respond.whisper(words);
  };
  try {
    const messageId = `discord:${interaction.place.channel}:cmd-${interaction.reference.id}`;
    const outcome = await runDiscordCommand({ ...interaction, ...given, messageId }, parts);
    if (outcome.kind === 'say') return await tell(outcome.text);
    await switchboard.access.countTurn('discord', user, given.call.options.text ?? '');
    const { answers } = switchboard;
    if (outcome.kind === 'again') {
      await answers.accept(await withOldOrigin(outcome.message, answers));
      return await tell(AGAIN[language]);
    }
    await answers.accept(toMessage(messageId, outcome, given, interaction));
  } catch (error) {
    if (error instanceof SwitchboardError) return tell(error.message);
    await tell(FAILED[language]).catch(() => {});
    throw error;
  }
}

function toMessage(
  id: string,
  { changes: { withRepliedFiles, ...changes } }: Extract<CommandOutcome, { kind: 'ask' }>,
  { files, repliedTo }: Given,
  { isThread, name, place, reference, user }: Interaction,
): Message {
  const origin: Origin = {
    ...place,
    replyTo: null,
    files: withRepliedFiles ? [...files, ...(repliedTo?.references ?? [])] : files,
    inThread: isThread,
    chain: null,
    interaction: reference,
  };
  return {
    id,
    platform: 'discord',
    conversation: conversationOf(place),
    author: { id: user, name },
    shared: place.guild !== null,
    attachments: [],
    ...changes,
    origin: { ...origin },
  };
}

/** What stands in the fields of a command, or the message that a menu was opened on; null: none of ours. */
export function givenIn(data: Json): Given | null {
  const resolved = isRecord(data.resolved) ? data.resolved : {};
  const menu = MENUS.find(({ name }) => name.en === data.name);
  const target = stringOf(data.target_id);
  if (menu !== undefined && target !== null) {
    const messages = isRecord(resolved.messages) ? resolved.messages : {};
    const found = messages[target];
    const message = isRecord(found) ? readReferenced(found) : null;
    if (message === null) return null;
    const { files, text } = message;
    const repliedTo = { text, files: countFiles(files), references: files };
    return { call: { name: menu.command, text: '', options: {} }, files: [], repliedTo };
  }
  const name = commandNamed(String(data.name));
  if (name === null) return null;
  const attachments = isRecord(resolved.attachments) ? resolved.attachments : {};
  const options: Record<string, string> = {};
  const files: FileReference[] = [];
  for (const { name: option, value } of records(data.options)) {
    const file = attachments[String(value)];
    if (isRecord(file)) files.push(...readFiles([file], null));
    else options[String(option)] = String(value);
  }
  return { call: { name, text: '', options }, files, repliedTo: null };
}

function isBare({ call, files, repliedTo }: Given): boolean {
  return Object.keys(call.options).length === 0 && files.length === 0 && repliedTo === null;
}
