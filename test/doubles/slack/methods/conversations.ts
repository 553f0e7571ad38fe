import { type Call, optional, required } from '../call.ts';
import { Refusal } from '../errors.ts';
import type { WebApiDeps } from '../web-api.ts';
import { BOT, type SlackMessage } from '../workspace.ts';
import { messageObject } from './message-object.ts';
import type { Methods } from './method.ts';

const PAGE = 100;

/** Reading channels. */
export function conversations({ workspace, root }: WebApiDeps): Methods {
  const page = (call: Call, all: readonly SlackMessage[]): object => {
    const limit = Number(optional(call, 'limit') ?? PAGE);
    const start = Number(optional(call, 'cursor') ?? 0);
    const oldest = Number(optional(call, 'oldest') ?? 0);
    const latest = Number(optional(call, 'latest') ?? Number.POSITIVE_INFINITY);
    const inside = all.filter(({ ts }) => Number(ts) >= oldest && Number(ts) <= latest);
    const more = start + limit < inside.length;
    return {
      messages: inside.slice(start, start + limit).map((message) => messageObject(message, root)),
      has_more: more,
      response_metadata: { next_cursor: more ? String(start + limit) : '' },
    };
  };
  const seen = (channel: string) =>
    workspace.messages(channel).filter(({ deleted, onlyFor }) => !deleted && onlyFor === null);

  return {
    'conversations.replies': (call) => {
      const channel = workspace.channel(required(call, 'channel')).id;
      const ts = required(call, 'ts');
      const thread = seen(channel).filter((message) => message.ts === ts || message.threadTs === ts);
      if (thread.length === 0) throw new Refusal('thread_not_found', [], false);
      return page(call, thread);
    },
    'conversations.history': (call) => {
      const channel = workspace.channel(required(call, 'channel')).id;
      const flow = seen(channel).filter(({ ts, threadTs }) => threadTs === null || threadTs === ts);
      return page(call, flow.toReversed());
    },
    'conversations.info': (call) => {
      const { id, name, kind, members } = workspace.channel(required(call, 'channel'));
      const user = members.find((member) => member !== BOT.user);
      const kinds = { is_im: kind === 'im', is_mpim: kind === 'mpim', is_channel: kind === 'channel' };
      return { channel: { id, name, ...kinds, is_group: kind === 'group', ...(kind === 'im' && { user }) } };
    },
    'conversations.open': (call) => {
      const users = required(call, 'users').split(',');
      const found = [...workspace.channels.values()].find(
        ({ kind, members }) => kind === 'im' && users.every((user) => members.includes(user)),
      );
      return { channel: { id: (found ?? workspace.addChannel('im', [BOT.user, ...users])).id } };
    },
    'conversations.members': (call) => ({
      members: workspace.channel(required(call, 'channel')).members,
      response_metadata: { next_cursor: '' },
    }),
  };
}
