import { type CommandOutcome, commandNamed, parseCommand } from '../../../commands/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { runTelegramCommand } from '../interactions/commands.ts';
import { whisper } from '../interactions/whisper.ts';
import type { TelegramParts } from '../parts.ts';
import { refOf } from '../present/ref.ts';
import { conversationOf, isCalled, isMeant } from './addressing.ts';
import type { Posted } from './events.ts';
import { beginsWithCall, commandAt, withoutCall } from './incoming-text.ts';
import { messageId, type Origin, withOldOrigin } from './origin.ts';

/** Hands a message in where it is for us; what a command only says is told to the person. */
export async function takePosted(posted: Posted, parts: TelegramParts): Promise<void> {
  if (!(await isForUs(posted, parts))) return;
  const { switchboard, texts } = parts;
  const { answers } = switchboard;
  // Not awaited: a handler waits for what it stores, and for nothing that goes over the network.
  const tell = (text: string) => {
    void whisper(parts, posted, text).catch((error: unknown) =>
      switchboard.log.warn({ err: error }, 'telegram: a notice was not delivered'),
    );
  };
  const { message, outcome } = await toMessage(posted, parts);
  const keep = () => texts.keep(messageId(posted.chat, posted.id, posted.ephemeral), posted.text);
  if (outcome?.kind === 'say') {
    await keep();
    return tell(outcome.text);
  }
  try {
    await switchboard.access.countTurn('telegram', String(posted.from.id), posted.text);
  } catch (error) {
    if (error instanceof SwitchboardError) return tell(error.message);
    throw error;
  }
  await answers.accept(outcome?.kind === 'again' ? await withOldOrigin(message, answers) : message);
  await keep();
}

/** Whether somebody who may speaks to the bot. */
export async function isForUs(posted: Posted, parts: TelegramParts): Promise<boolean> {
  const { self, switchboard } = parts;
  const { chat, direct, from } = posted;
  const who = {
    platform: 'telegram' as const,
    user: String(from.id),
    places: [String(chat)],
    shared: !direct,
  };
  if (!switchboard.access.mayUse(who)) return false;
  if (isCalled(posted, self, isOurs)) return true;
  if (direct) return false;
  const { speaks } = await switchboard.settings(conversationOf(posted));
  return isMeant(posted, speaks);
}

function isOurs(name: string): boolean {
  return commandNamed(name) !== null;
}

interface Made {
  readonly message: Message;
  /** What the command in it did; null when it is no command. */
  readonly outcome: CommandOutcome | null;
}

/** The Message of what was posted, with the changes of a command that stands in it. */
export async function toMessage(
  posted: Posted,
  parts: TelegramParts,
  version: string | null = null,
): Promise<Made> {
  const { self } = parts;
  const { chat, direct, ephemeral, from, repliedTo, topic } = posted;
  const original = messageId(chat, posted.id, ephemeral);
  const id = version === null ? original : `${original}:e${version}`;
  const replyTo = await repliedAnswer(posted, parts);
  const origin: Origin = {
    chat,
    direct,
    topic,
    // In a private chat what stands above is what is answered.
    replyTo: direct || ephemeral ? null : posted.id,
    files: posted.files,
  };
  const text = withoutCall(posted.text, self);
  const message: Message = {
    id,
    platform: 'telegram',
    conversation: conversationOf(posted),
    author: { id: String(from.id), name: from.name },
    shared: !direct,
    text,
    attachments: [],
    forced: null,
    ...(replyTo !== null && { replyTo }),
    ...(version !== null && { replaces: original }),
    origin: { ...origin },
  };
  const call = callIn(posted, text, parts);
  if (call === null) return { message, outcome: null };
  const outcome = await runTelegramCommand(call, posted, id, parts);
  if (outcome.kind === 'again') return { message: outcome.message, outcome };
  if (outcome.kind === 'say') return { message, outcome };
  const { withRepliedFiles, ...changes } = outcome.changes;
  const files = withRepliedFiles ? [...posted.files, ...(repliedTo?.files ?? [])] : posted.files;
  return { message: { ...message, ...changes, origin: { ...origin, files } }, outcome };
}

/** The answer that a message is a reply to, by its turn. */
async function repliedAnswer(
  { chat, repliedTo }: Posted,
  { self, switchboard }: TelegramParts,
): Promise<string | null> {
  if (repliedTo === null || repliedTo.from !== self.id) return null;
  const record = await switchboard.answers.byRef('telegram', refOf(chat, repliedTo.id));
  return record === null ? null : (record.turnId ?? record.messageId);
}

/** Behind a mention a bare name may be a command, too, so the mention is put back before the text. */
function callIn(posted: Posted, text: string, { self }: TelegramParts) {
  // What every chat with a bot begins with.
  if (posted.direct && commandAt(posted)?.name === 'start')
    return { name: 'help' as const, text: '', options: {} };
  const mention = `@${self.name}`;
  const line = beginsWithCall(posted.text, self) ? `${mention} ${text}` : text;
  return parseCommand(line, { mentions: [mention], botName: self.name }).call;
}
