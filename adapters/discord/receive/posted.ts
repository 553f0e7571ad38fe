import { type CommandOutcome, parseCommand } from '../../../commands/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { countFiles, isAsking, runDiscordCommand, whoIs } from '../interactions/commands.ts';
import type { DiscordParts } from '../parts.ts';
import { refsFor } from '../present/ref.ts';
import { reply } from '../present/reply.ts';
import { conversationOf, isCalled, isMeant } from './addressing.ts';
import type { Posted } from './events.ts';
import { namesUser, readText, withoutCall } from './incoming-text.ts';
import { messageId, type Origin, withOldOrigin } from './origin.ts';

/** How long a command that was run is remembered: longer than anything is caught up with. */
const RAN_MS = 24 * 60 * 60_000;

/**
 * Hands a message in where it is for us; what a command only says is told under it.
 *
 * @param late it was read back, since nobody listened when it came: it may have been taken before
 */
export async function takePosted(posted: Posted, parts: DiscordParts, late = false): Promise<void> {
  if (!(await isForUs(posted, parts))) return;
  const { rest, switchboard, threads } = parts;
  const { channel, guild, id, text, user } = posted;
  const tell = (words: string) => {
    void reply(rest, { channel, id }, words).catch((error: unknown) =>
      switchboard.log.warn({ err: error }, 'discord: a notice was not delivered'),
    );
  };
  const call = callIn(posted, parts);
  // The inbox knows what was asked before; of anything else there is no other trace.
  if (call !== null && !isAsking(call.name)) {
    const isNew = await switchboard.stores.ledger.putIfAbsent(`discord ran ${id}`, '1', RAN_MS);
    if (!isNew) return;
  }
  const { message, outcome } = await toMessage(posted, parts);
  if (outcome?.kind === 'say') return tell(outcome.text);
  if (guild !== null && isCalled(posted, parts.self)) await joinThread(channel, parts);
  if (!late) {
    try {
      await switchboard.access.countTurn('discord', user, text);
    } catch (error) {
      if (error instanceof SwitchboardError) return tell(error.message);
      throw error;
    }
  }
  const { answers } = switchboard;
  await answers.accept(outcome?.kind === 'again' ? await withOldOrigin(message, answers) : message);

  async function joinThread(thread: string, { places }: DiscordParts): Promise<void> {
    if ((await places.channel(thread))?.isThread === true) await threads.join(thread);
  }
}

/** Whether somebody who may speaks to the bot, in words that it may read. */
async function isForUs(
  posted: Posted,
  { places, self, switchboard, threads }: DiscordParts,
): Promise<boolean> {
  const { channel, guild, files, text, user } = posted;
  if (!switchboard.access.mayUse(whoIs(user, posted))) return false;
  if (isCalled(posted, self)) return true;
  // Without MESSAGE_CONTENT Discord hides what is not said to the bot.
  if (guild === null || (text === '' && files.length === 0)) return false;
  const own = await switchboard.settings(conversationOf(posted));
  if (own.speaks === 'always') return isMeant(posted, self, 'always', false);
  if (!(await threads.has(channel))) return false;
  const parent = (await places.channel(channel))?.parent ?? null;
  if (parent === null) return false;
  const outer = await switchboard.settings(conversationOf({ channel: parent, guild }));
  return isMeant(posted, self, own.speaks === 'thread' ? outer.speaks : own.speaks, true);
}

interface Made {
  readonly message: Message;
  /** What the command in it did; null when it is no command. */
  readonly outcome: CommandOutcome | null;
}

/** The Message of what was posted, with the changes of a command that stands in it. */
export async function toMessage(
  posted: Posted,
  parts: DiscordParts,
  version: string | null = null,
): Promise<Made> {
  const { places, self, switchboard } = parts;
  const { channel, files, guild, referenced, roles, user } = posted;
  const original = messageId(channel, posted.id);
  const id = version === null ? original : `${original}:e${version}`;
  const isOurs = referenced?.author === self.user;
  const origin: Origin = {
    channel,
    guild,
    replyTo: posted.id,
    files,
    inThread: guild !== null && (await places.channel(channel))?.isThread === true,
    chain: referenced === null || isOurs ? null : { channel: referenced.channel, id: referenced.id },
    interaction: null,
  };
  const answered = isOurs ? await answeredBy(referenced, parts) : null;
  const message: Message = {
    id,
    platform: 'discord',
    conversation: conversationOf(posted),
    author: { id: user, name: posted.name },
    shared: guild !== null,
    text: spoken(posted, parts),
    attachments: [],
    forced: null,
    ...(answered !== null && { replyTo: answered }),
    ...(version !== null && { replaces: original }),
    origin: { ...origin },
  };
  const call = callIn(posted, parts);
  if (call === null) return { message, outcome: null };
  const outcome = await runDiscordCommand(
    {
      call,
      place: posted,
      user,
      platformAdmin: guild !== null && places.isAdmin(guild, user, roles),
      locale: null,
      messageId: id,
      files,
      repliedTo: referenced && { text: referenced.text, files: countFiles(referenced.files) },
    },
    parts,
  );
  if (outcome.kind === 'again') return { message: outcome.message, outcome };
  if (outcome.kind === 'say') return { message, outcome };
  const { withRepliedFiles, ...changes } = outcome.changes;
  const all = withRepliedFiles ? [...files, ...(referenced?.files ?? [])] : files;
  // The command has said what it takes from the message replied to.
  return { message: { ...message, ...changes, origin: { ...origin, files: all, chain: null } }, outcome };

  async function answeredBy(
    ours: NonNullable<Posted['referenced']>,
    _: DiscordParts,
  ): Promise<string | null> {
    for (const ref of refsFor(ours.channel, ours.id)) {
      const record = await switchboard.answers.byRef('discord', ref);
      if (record !== null) return record.messageId;
    }
    return null;
  }
}

/** What was said, for a model. */
function spoken({ mentions, text }: Posted, { places, self }: DiscordParts): string {
  const channels = { get: (id: string) => places.channelName(id) ?? undefined } as ReadonlyMap<
    string,
    string
  >;
  const users = new Map([...mentions, [self.user, self.name] as const]);
  return readText(withoutCall(text, self.user), { users, channels }).trim();
}

/** Behind a mention a bare name may be a command, too, so the mention is put back before the text. */
function callIn(posted: Posted, parts: DiscordParts) {
  const { self } = parts;
  const mention = `<@${self.user}>`;
  const named = new RegExp(`^\\s*<@!?${self.user}>`).test(posted.text) && namesUser(posted.text, self.user);
  const text = spoken(posted, parts);
  return parseCommand(named ? `${mention} ${text}` : text, { mentions: [mention] }).call;
}
