import type { Message } from '../../../src/conversation/types.ts';
import { continuedBy } from '../conversations/continuing.ts';
import { titleOf } from '../conversations/title.ts';
import type { Recording } from '../live/recording.ts';
import type { Room, Web } from './rooms.ts';
import { recordingOf } from './stream.ts';

/** What a message that was asked before has come to: running, ended a moment ago, or stored. Null for a new one. */
export async function knownRecording(
  { live, switchboard }: Web,
  { asked, key }: Room,
  messageId: string,
): Promise<Recording | null> {
  const running = live.find(messageId);
  if (running?.conversation === key) return running.recording;
  if (!(await asked.knows(messageId))) return null;
  const stored = await switchboard.findTurn(key, { id: messageId });
  return stored === null ? null : recordingOf(stored);
}

/** A message of this browser, with nothing said in it yet. */
export function emptyMessage(id: string, { key, session }: Room): Message {
  return {
    id,
    platform: 'web',
    conversation: key,
    author: { id: session, name: null },
    shared: false,
    text: '',
    attachments: [],
    forced: null,
  };
}

/** Begins the turn of a message, apart from the request. @throws SwitchboardError `rate_limited` */
export async function beginTurn(web: Web, room: Room, message: Message): Promise<Recording> {
  const { asked, id, key, language, list } = room;
  const { replaces } = message;
  const replaced = replaces === undefined ? null : await web.switchboard.findTurn(key, { id: replaces });
  const { files, text } = message.written ?? { files: message.attachments, text: message.text };
  const names = files.map(({ name }) => name);
  const opening = {
    id: message.id,
    text,
    replaces: replaced?.id ?? null,
    continues: continuedBy(message.origin ?? null),
    attachments: names,
  };
  const turn = web.live.begin({
    message,
    opening,
    language,
    async begun() {
      await asked.keep(message);
      await list.begin(id, titleOf(text, names));
      await list.touch(id);
    },
    async ended(told) {
      await list.touch(id);
      if (!told) return;
      await asked.end(message.id);
      // One that a dead process had left behind is answered with it.
      if (replaces !== undefined) await asked.end(replaces);
    },
  });
  return turn.recording;
}
