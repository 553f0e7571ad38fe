import type { Addressee } from '../../../src/delivery/platform-port.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import type { TelegramParts } from '../parts.ts';
import { draftIdOf } from '../present/drafts.ts';
import { conversationOf } from './addressing.ts';
import type { Incoming, Posted } from './events.ts';
import { messageId } from './origin.ts';
import { isForUs, takePosted, toMessage } from './posted.ts';

/** Answers an edited message anew, in place of its first answer. */
export async function takeEdited(
  { posted, version }: Extract<Incoming, { kind: 'edited' }>,
  parts: TelegramParts,
): Promise<void> {
  if (!(await isForUs(posted, parts))) return;
  const { switchboard, texts } = parts;
  const original = messageId(posted.chat, posted.id, posted.ephemeral);
  if (!(await texts.isNew(original, posted.text))) return;
  if (!(await isAnswered(original, posted, switchboard))) {
    // Only the edit speaks to the bot: it is a new message of that id.
    await takePosted(posted, parts);
  } else {
    const { message, outcome } = await toMessage(posted, parts, version);
    if (outcome?.kind !== 'say' && outcome?.kind !== 'again') await switchboard.answers.accept(message);
  }
  await texts.keep(original, posted.text);
}

/** The message has, or will have, an answer. */
async function isAnswered(id: string, posted: Posted, switchboard: Switchboard): Promise<boolean> {
  const conversation = conversationOf(posted);
  const { answers } = switchboard;
  if (answers.live(conversation).some((live) => isVersionOf(live.messageId, id))) return true;
  if ((await answers.of(id)) !== null) return true;
  return (await switchboard.findTurn(conversation, { id })) !== null;
}

function isVersionOf(candidate: string, id: string): boolean {
  return candidate === id || candidate.startsWith(`${id}:`);
}

/** Telegram's own stop button: the answer whose draft it stood under. */
export async function takeStopped(
  { chat, draft, topic }: Extract<Incoming, { kind: 'stopped' }>,
  { switchboard: { answers } }: TelegramParts,
): Promise<void> {
  const live = answers.live(conversationOf({ chat, topic }));
  for (const { messageId: id } of live) if (draftIdOf(id) === draft) await answers.stop(id);
}

/** The question has gone: ends its answer, removes it, and takes it out of the context. */
export async function takeGone(
  { conversation, id }: Addressee,
  switchboard: Pick<Switchboard, 'answers' | 'removeTurn'>,
): Promise<void> {
  const original = id.replace(/:[er][^:]*$/, '');
  const { answers } = switchboard;
  const versions = answers.live(conversation).filter((live) => isVersionOf(live.messageId, original));
  for (const { messageId: version } of versions) await answers.remove(version);
  await answers.remove(original);
  await switchboard.removeTurn(conversation, original);
}
