import { type CommandOutcome, parseCommand } from '../../commands/index.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import type { Message } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { conversationOf, isCalled, isMeant } from './addressing.ts';
import { countFiles, runSlackCommand } from './commands.ts';
import { type Incoming, type Posted, readEvent, toFileReference } from './events.ts';
import { namesUser, readText, withoutCall } from './incoming-text.ts';
import { createOnce } from './once.ts';
import { type FileReference, messageId, type Origin, placeOf, withOldOrigin } from './origin.ts';
import type { SlackParts } from './parts.ts';
import { isRecord } from './payload.ts';
import type { Intake } from './store-first.ts';
import { readRoot } from './thread-text.ts';
import { whisper } from './whisper.ts';

/** What people do in Slack, as messages in the inbox. Resolves once it is stored; throws when it could not be. */
export function createIntake(parts: SlackParts): Intake {
  const once = createOnce();
  const { log } = parts.switchboard;

  return async (body) => {
    const incoming = readEvent(body, parts.self);
    switch (incoming?.kind) {
      case undefined:
        return;
      case 'posted':
        // A mention comes as two events of the same message, and either may come again.
        return once(messageId(incoming.posted.channel, incoming.posted.ts), () =>
          takePosted(incoming.posted, parts),
        );
      case 'edited':
        return once(`${messageId(incoming.posted.channel, incoming.posted.ts)}:e${incoming.version}`, () =>
          takeEdited(incoming, parts),
        );
      case 'deleted':
        // The reply is removed over the network, for which an acknowledgement does not wait.
        void takeDeleted(incoming, parts).catch((error: unknown) =>
          log.error({ err: error }, 'slack: a deleted message could not be taken back'),
        );
        return;
      case 'stopped':
        return takeStopped(incoming, body.event, parts);
      default:
        incoming satisfies never;
    }
  };
}

async function takePosted(posted: Posted, parts: SlackParts): Promise<void> {
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
async function toMessage(posted: Posted, parts: SlackParts, version: string | null = null): Promise<Made> {
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

async function takeEdited(
  { posted, version }: Extract<Incoming, { kind: 'edited' }>,
  parts: SlackParts,
): Promise<void> {
  const { self, switchboard } = parts;
  const { channel, direct, ts, user } = posted;
  const who = { platform: 'slack' as const, user, places: [channel, self.team], shared: !direct };
  if (!switchboard.access.mayUse(who)) return;
  const original = messageId(channel, ts);
  if (!(await isAnswered(original, posted, parts))) {
    // Only the edit speaks to the bot: it is a new message of that id.
    if (isCalled(posted, self)) await takePosted(posted, parts);
    return;
  }
  const { message, outcome } = await toMessage(posted, parts, version);
  if (outcome?.kind === 'say' || outcome?.kind === 'again') return;
  await switchboard.answers.accept(message);
}

/** The message has, or will have, an answer. */
async function isAnswered(id: string, posted: Posted, { self, switchboard }: SlackParts): Promise<boolean> {
  const conversation = conversationOf(self.team, posted);
  const { answers } = switchboard;
  if (answers.live(conversation).some((live) => isVersionOf(live.messageId, id))) return true;
  if ((await answers.of(id)) !== null) return true;
  return (await switchboard.findTurn(conversation, { id })) !== null;
}

function isVersionOf(candidate: string, id: string): boolean {
  return candidate === id || candidate.startsWith(`${id}:`);
}

async function takeDeleted(
  { channel, thread, ts }: Extract<Incoming, { kind: 'deleted' }>,
  { self, switchboard }: SlackParts,
): Promise<void> {
  const id = messageId(channel, ts);
  const { answers } = switchboard;
  const direct = channel.startsWith('D');
  const conversations = [conversationOf(self.team, { channel, direct, thread })];
  for (const conversation of conversations) {
    // An edit or a retry answers under an id of its own.
    const versions = answers.live(conversation).filter((live) => isVersionOf(live.messageId, id));
    for (const { messageId: version } of versions) await answers.remove(version);
  }
  await answers.remove(id);
  for (const conversation of conversations) await switchboard.removeTurn(conversation, id);
}

/** Slack's own stop button: the streams that it names, else what runs in that thread. */
async function takeStopped(
  { channel, thread }: Extract<Incoming, { kind: 'stopped' }>,
  event: unknown,
  { self, switchboard }: SlackParts,
): Promise<void> {
  const { answers } = switchboard;
  const streams =
    isRecord(event) && Array.isArray(event.streaming_message_ts) ? event.streaming_message_ts : [];
  const ids = new Set<string>();
  for (const ts of streams) {
    const record = await answers.byRef('slack', `${channel}:${String(ts)}`);
    if (record !== null) ids.add(record.messageId);
  }
  if (ids.size === 0) {
    const inThread = answers.live(conversationKey('slack', self.team, channel, thread));
    const inChannel = answers.live(conversationKey('slack', self.team, channel));
    for (const { messageId: id } of inThread) ids.add(id);
    for (const { messageId: id } of inChannel) if (placeOf(id)?.ts === thread) ids.add(id);
  }
  for (const id of ids) await answers.stop(id);
}
