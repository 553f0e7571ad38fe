import type { FastifyReply } from 'fastify';
import { callerSignal, formatEvent, streamEvents } from '../../../src/gateway/sse.ts';
import type { KeptTurn } from '../../../src/switchboard.ts';
import { continuedBy } from '../conversations/continuing.ts';
import { createRecording, type LiveEvent, type Recording } from '../live/recording.ts';
import type { SayEvent, WebEvent } from '../protocol.ts';

/** Answers with all events of a turn. A reader that leaves only leaves; the turn goes on. */
export async function streamTurn(
  recording: Recording,
  id: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const left = callerSignal(reply);
  await streamEvents(reply, left, async (write) => {
    for await (const event of recording.read(left)) await write(formatEvent(ownEvent(event, id)));
  });
  return reply;
}

/** Answers with what a command says. */
export async function streamSaying(data: SayEvent['data'], reply: FastifyReply): Promise<FastifyReply> {
  const event: WebEvent = { event: 'say', data };
  await streamEvents(reply, callerSignal(reply), (write) => write(formatEvent(event)));
  return reply;
}

/** A turn that has ended, as if one had watched it. */
export function recordingOf({ files, messageId, origin, receipt, written }: KeptTurn): Recording {
  const recording = createRecording();
  recording.push({
    event: 'turn',
    data: {
      id: messageId,
      text: written,
      replaces: null,
      continues: continuedBy(origin),
      attachments: files.map(({ name }) => name),
    },
  });
  recording.push({ event: 'route', data: receipt.route });
  recording.push({ event: 'text', data: { delta: receipt.response } });
  for (const check of receipt.checks) recording.push({ event: 'check', data: check });
  recording.push({ event: 'done', data: receipt });
  recording.end();
  return recording;
}

/** The page's own id of the conversation instead of the internal key. */
function ownEvent(event: LiveEvent, id: string): LiveEvent {
  return event.event === 'done' ? { ...event, data: { ...event.data, conversation: id } } : event;
}
