import { type CommandOutcome, parseCommand } from '../../../commands/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { countFiles, runSlackCommand } from '../interactions/commands.ts';
import { whisper } from '../interactions/whisper.ts';
import type { SlackParts } from '../parts.ts';
import { isRecord } from '../payload.ts';
import { conversationOf, isCalled, isMeant } from './addressing.ts';
import { type Posted, toFileReference } from './events.ts';
import { namesUser, readText, withoutCall } from './incoming-text.ts';
import { type FileReference, messageId, type Origin, withOldOrigin } from './origin.ts';
import { readRoot } from './thread-text.ts';

/** Hands a message in where it is for us; what a command only says is told to the person. */
export async function takePosted(posted: Posted, parts: SlackParts): Promise<void> {
  if (!(await isForUs(posted, parts))) return;
  const { threads, switchboard } = parts;
  const { channel, direct, thread, ts, user } = posted;
  // In the main flow, since nobody sees a whisper in a thread that has not begun.
  const where = { channel, thread, user };
  const tell = (text: string) => {
    void whisper(parts.clients, where, text).catch((error: unknown) =>
      switchboard.log.warn({ err: error }, 'slack: a notice was not delivered'),
    );
  };
  const message = await toMessage(posted, parts);
  const outcome = message.outcome;
  if (outcome?.kind === 'say') return tell(outcome.text);
  if (!direct && isCalled(posted, parts.self)) await threads.join(channel, thread ?? ts);
  try {
    await switchboard.access.countTurn('slack', user, posted.text);
  } catch (error) {
    if (error instanceof SwitchboardError) return tell(error.message);
    throw error;
  }
  const { answers } = switchboard;
  const again = message.outcome?.kind === 'again';
  await answers.accept(again ? await withOldOrigin(message.message, answers) : message.message);
}

/** Whether somebody who may speaks to the bot. */
async function isForUs(posted: Posted, parts: SlackParts): Promise<boolean> {
  const { self, switchboard, threads } = parts;
  const { channel, direct, thread, user } = posted;
  const who = { platform: 'slack' as const, user, places: [channel, self.team], shared: !direct };
  if (!switchboard.access.mayUse(who)) return false;
  if (isCalled(posted, self)) return true;
  const { speaks } = await switchboard.settings(conversationOf(self.team, { channel, direct, thread: null }));
  if (speaks === 'always' || thread === null) return isMeant(posted, self, speaks, false);
  const own = await switchboard.settings(conversationOf(self.team, posted));
  const inThread = posted.parentUser === self.user || (await threads.has(channel, thread));
  return isMeant(posted, self, own.speaks === 'thread' ? speaks : own.speaks, inThread);
}

interface Made {
  readonly message: Message;
  /** What the command in it did; null when it is no command. */
  readonly outcome: CommandOutcome | null;
}

/** The Message of what was posted, with the changes of a command that stands in it. */
export async function toMessage(
  posted: Posted,
  parts: SlackParts,
  version: string | null = null,
): Promise<Made> {
  const { names, self } = parts;
  const { channel, direct, thread, ts, user } = posted;
  const { text, mentions } = readText(withoutCall(posted.text, self));
  const original = messageId(channel, ts);
  const id = version === null ? original : `${original}:e${version}`;
  const origin: Origin = {
    channel,
    thread: thread ?? ts,
    recipientTeam: posted.team,
    files: posted.files,
    mentions,
    inThread: thread !== null && !direct,
  };
  const message: Message = {
    id,
    platform: 'slack',
    conversation: conversationOf(self.team, posted),
    author: { id: user, name: names.known(user)?.name ?? null },
    shared: !direct,
    text,
    attachments: [],
    forced: null,
    ...(version !== null && { replaces: original }),
    origin: { ...origin },
  };
  const call = callIn(posted, text, parts);
  if (call === null) return { message, outcome: null };
  const wantsRoot = posted.files.length === 0 && (call.text === '' || call.name === 'vision');
  const root = wantsRoot ? await rootFor(posted, parts) : null;
  const outcome = await runSlackCommand(
    { call, place: posted, user, messageId: id, files: posted.files, repliedTo: root?.repliedTo ?? null },
    parts,
  );
  return { message: changed(message, origin, outcome, root?.files ?? []), outcome };
}

/** Behind a mention a bare name may be a command, too, so the mention is put back before the text. */
function callIn(posted: Posted, text: string, { self }: SlackParts) {
  const mention = `<@${self.user}>`;
  const named = new RegExp(`^\\s*<@${self.user}[|>]`).test(posted.text) && namesUser(posted.text, self.user);
  return parseCommand(named ? `${mention} ${text}` : text, { mentions: [mention] }).call;
}

/** In a thread, a command without words or pictures of its own means the thread's root. */
async function rootFor({ channel, thread }: Posted, parts: SlackParts) {
  if (thread === null) return null;
  const root = await readRoot(channel, thread, parts);
  if (root === null) return null;
  const files = (Array.isArray(root.files) ? root.files : [])
    .filter(isRecord)
    .map(toFileReference)
    .filter((file): file is FileReference => file !== null);
  return { files, repliedTo: { text: root.text, files: countFiles(files) } };
}

function changed(
  message: Message,
  origin: Origin,
  outcome: CommandOutcome,
  repliedFiles: readonly FileReference[],
): Message {
  if (outcome.kind === 'again') return outcome.message;
  if (outcome.kind === 'say') return message;
  const { withRepliedFiles, ...changes } = outcome.changes;
  const files = withRepliedFiles ? [...origin.files, ...repliedFiles] : origin.files;
  return { ...message, ...changes, origin: { ...origin, files } };
}
