import { channelObject } from '../objects/places.ts';
import type { DiscordChannel } from '../workspace.ts';
import { bodyOf, type Call, param } from './call.ts';
import { Refusal, unknownChannel, unknownMessage } from './errors.ts';
import type { Handlers, RestDeps } from './handler.ts';

/** Threads, and direct channels that the bot opens. */
export function threads({ workspace, events }: RestDeps): Handlers {
  function place(call: Call): DiscordChannel {
    const channel = workspace.channels.get(param(call, 'channel_id'));
    if (channel === undefined) throw unknownChannel();
    return channel;
  }

  /** A thread that a message begins has the message's id. */
  function open(call: Call, starter: string | undefined) {
    const parent = place(call);
    if (parent.kind !== 'text')
      throw new Refusal(400, 50_024, 'Cannot execute action on this channel type', { blame: true });
    if (starter !== undefined && workspace.find(parent.id, starter) === null) throw unknownMessage();
    if (starter !== undefined && workspace.channels.has(starter))
      throw new Refusal(400, 160_004, 'A thread has already been created for this message');
    const thread = workspace.addChannel({
      kind: 'thread',
      guild: parent.guild,
      parent: parent.id,
      name: String(bodyOf(call).name),
      ...(starter !== undefined && { id: starter }),
    });
    events.channel('THREAD_CREATE', thread);
    return channelObject(workspace, thread);
  }

  return {
    'POST /channels/{channel_id}/messages/{message_id}/threads': (call) =>
      open(call, param(call, 'message_id')),
    'POST /channels/{channel_id}/threads': (call) => open(call, undefined),
    'PATCH /channels/{channel_id}': (call) => {
      const { name, archived } = bodyOf(call);
      const now = workspace.changeChannel(place(call).id, {
        ...(typeof name === 'string' && { name }),
        ...(typeof archived === 'boolean' && { archived }),
      });
      events.channel(now.kind === 'thread' ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', now);
      return channelObject(workspace, now);
    },
    'PUT /channels/{channel_id}/thread-members/@me': (call) => void place(call),
    'PUT /channels/{channel_id}/thread-members/{user_id}': (call) => {
      if (!workspace.users.has(param(call, 'user_id'))) throw new Refusal(404, 10_013, 'Unknown User');
      return void place(call);
    },
    'POST /users/@me/channels': (call) => {
      const recipient = String(bodyOf(call).recipient_id);
      if (!workspace.users.has(recipient)) throw new Refusal(404, 10_013, 'Unknown User');
      const known = [...workspace.channels.values()].find((channel) => channel.recipient === recipient);
      return channelObject(workspace, known ?? workspace.addChannel({ kind: 'direct', recipient }));
    },
  };
}
