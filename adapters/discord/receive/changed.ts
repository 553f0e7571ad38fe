import { whoIs } from '../interactions/commands.ts';
import type { DiscordParts } from '../parts.ts';
import { conversationOf, isCalled } from './addressing.ts';
import type { Incoming, Posted } from './events.ts';
import { messageId } from './origin.ts';
import { takePosted, toMessage } from './posted.ts';

/** Answers an edited message anew, in place of its first answer. */
export async function takeEdited(
  { posted, version }: Extract<Incoming, { kind: 'edited' }>,
  parts: DiscordParts,
): Promise<void> {
  const { self, switchboard } = parts;
  const { channel, id, user } = posted;
  if (!switchboard.access.mayUse(whoIs(user, posted))) return;
  if (!(await isAnswered(messageId(channel, id), posted, parts))) {
    // Only the edit speaks to the bot: it is a new message of that id.
    if (isCalled(posted, self)) await takePosted(posted, parts);
    return;
  }
  const { message, outcome } = await toMessage(posted, parts, version);
  if (outcome?.kind === 'say' || outcome?.kind === 'again') return;
  await switchboard.answers.accept(message);
}

/** The message has, or will have, an answer. */
async function isAnswered(id: string, posted: Posted, { switchboard }: DiscordParts): Promise<boolean> {
  const conversation = conversationOf(posted);
  const { answers } = switchboard;
  if (answers.live(conversation).some((live) => isVersionOf(live.messageId, id))) return true;
  if ((await answers.of(id)) !== null) return true;
  return (await switchboard.findTurn(conversation, { id })) !== null;
}

function isVersionOf(candidate: string, id: string): boolean {
  return candidate === id || candidate.startsWith(`${id}:`);
}

/** Ends the answers to deleted messages, removes them, and takes them out of the context. */
export async function takeDeleted(
  { channel, guild, ids }: Extract<Incoming, { kind: 'deleted' }>,
  { switchboard }: DiscordParts,
): Promise<void> {
  const conversation = conversationOf({ channel, guild });
  const { answers } = switchboard;
  for (const each of ids) {
    const id = messageId(channel, each);
    // An edit or a retry answers under an id of its own.
    const versions = answers.live(conversation).filter((live) => isVersionOf(live.messageId, id));
    for (const { messageId: version } of versions) await answers.remove(version);
    await answers.remove(id);
    await switchboard.removeTurn(conversation, id);
  }
}
