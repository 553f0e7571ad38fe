import { conversationKey } from '../../../src/conversation/key.ts';
import type { SlackParts } from '../parts.ts';
import { isRecord } from '../payload.ts';
import { conversationOf, isCalled } from './addressing.ts';
import type { Incoming, Posted } from './events.ts';
import { messageId, placeOf } from './origin.ts';
import { takePosted, toMessage } from './posted.ts';

/** Answers an edited message anew, in place of its first answer. */
export async function takeEdited(
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

/** Ends the answer to a deleted message, removes it, and takes it out of the context. */
export async function takeDeleted(
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
export async function takeStopped(
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
