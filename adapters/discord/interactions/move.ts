import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonOwner } from '../../../src/delivery/buttons.ts';
import { refusalOf } from '../client/send-errors.ts';
import { LIMITS } from '../limits.ts';
import type { DiscordParts } from '../parts.ts';
import { isRecord, stringOf } from '../payload.ts';
import { reply } from '../present/reply.ts';
import type { Interaction } from './interaction.ts';

type Words = Readonly<Record<Language, string>>;

const GO_ON: Words = {
  en: 'Go on here: I know what was asked and answered above.',
  zh: '在这里继续：上面的问题和回答我都知道。',
};
/** Without MESSAGE_CONTENT, words that do not name the bot never come. */
const GO_ON_NAMED: Words = {
  en: 'Go on here, and mention me each time: I know what was asked and answered above.',
  zh: '在这里继续，每次请提及我：上面的问题和回答我都知道。',
};
const THERE: Words = {
  en: 'There is a thread under this answer already.',
  zh: '这个回答下面已经有讨论串了。',
};
const NOT_POSSIBLE: Words = {
  en: 'No thread can be made here. The bot needs the permission “Create Public Threads”.',
  zh: '这里无法创建讨论串。机器人需要“创建公共讨论串”权限。',
};
/** A thread has been created for this message already [DD]. */
const THREAD_EXISTS = 160_004;
const DAY_MINUTES = 1_440;

/** Begins a thread under an answer, in which the bot then listens. @returns what the person is told */
export async function moveToThread(
  { message, place, user }: Interaction,
  owner: ButtonOwner,
  language: Language,
  { mayRead, rest, switchboard, threads }: DiscordParts,
): Promise<string | null> {
  const id = stringOf(message?.id);
  if (id === null) return NOT_POSSIBLE[language];
  const turn = await switchboard.findTurn(owner.conversation, { id: owner.message });
  const name =
    (turn?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, LIMITS.threadNameCharacters) || 'Switchboard';
  try {
    const made = await rest.post(`/channels/${place.channel}/messages/${id}/threads`, {
      body: { name, auto_archive_duration: DAY_MINUTES },
    });
    const thread = isRecord(made) ? stringOf(made.id) : null;
    if (thread === null) return NOT_POSSIBLE[language];
    await threads.join(thread);
    // Nobody has to be in it to write there.
    await rest.put(`/channels/${thread}/thread-members/${user}`).catch(() => {});
    await reply(rest, { channel: thread, id: null }, (mayRead ? GO_ON : GO_ON_NAMED)[language]);
    return null;
  } catch (error) {
    const code = refusalOf(error);
    if (code === THREAD_EXISTS) return THERE[language];
    if (code === null) throw error;
    return NOT_POSSIBLE[language];
  }
}
