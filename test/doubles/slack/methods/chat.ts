import { type Call, flag, type Json, optional, required } from '../call.ts';
import { Refusal } from '../errors.ts';
import { contentOf } from '../rules/message.ts';
import type { WebApiDeps } from '../web-api.ts';
import { BOT, type SlackMessage } from '../workspace.ts';
import { messageObject } from './message-object.ts';
import type { Methods } from './method.ts';

/** Writing, changing and removing messages. */
export function chat({ workspace, note, changed }: WebApiDeps): Methods {
  /** A message of the bot's own. */
  const own = (call: Call, otherwise: string): SlackMessage => {
    const message = workspace.find(workspace.channel(required(call, 'channel')).id, required(call, 'ts'));
    if (message === null) throw new Refusal('message_not_found');
    if (message.user !== BOT.user) throw new Refusal(otherwise);
    // They can only be changed through their response_url.
    if (message.onlyFor !== null) throw new Refusal('message_not_found', ['it is ephemeral']);
    return message;
  };

  return {
    'chat.postMessage': (call) => {
      const channel = workspace.channel(required(call, 'channel')).id;
      const threadTs = threadOf(call, channel);
      const content = contentOf(call, (problem) => note(call, problem));
      const metadata = (call.args.metadata ?? null) as Json | null;
      if (flag(call, 'reply_broadcast') === true) note(call, 'a reply that is sent to the whole channel');
      const message = workspace.addMessage({ channel, user: BOT.user, threadTs, metadata, ...content });
      changed('added', message);
      return { channel, ts: message.ts, message: messageObject(message) };
    },
    'chat.update': (call) => {
      const message = own(call, 'cant_update_message');
      if (message.streaming) throw new Refusal('streaming_state_conflict', [], false);
      const given = contentOf(call, (problem) => note(call, problem));
      // Blocks that are not named stay, with the old words in them.
      const stale = call.args.blocks === undefined && call.args.markdown_text === undefined;
      const content = stale ? { ...given, blocks: message.blocks } : given;
      const metadata = call.args.metadata === undefined ? message.metadata : (call.args.metadata as Json);
      const next = workspace.change(message, { ...content, metadata, edited: workspace.ts() });
      changed('changed', next, message);
      return { channel: next.channel, ts: next.ts, text: next.text, message: messageObject(next) };
    },
    'chat.delete': (call) => {
      const message = own(call, 'cant_delete_message');
      if (message.streaming) throw new Refusal('cant_delete_message', ['it is streaming'], false);
      changed('removed', workspace.change(message, { deleted: true }), message);
      return { channel: message.channel, ts: message.ts };
    },
    'chat.postEphemeral': (call) => {
      const channel = workspace.channel(required(call, 'channel'));
      const onlyFor = required(call, 'user');
      if (!channel.members.includes(onlyFor)) throw new Refusal('user_not_in_channel');
      const content = contentOf(call, (problem) => note(call, problem));
      const threadTs = optional(call, 'thread_ts');
      const { ts } = workspace.addMessage({
        channel: channel.id,
        user: BOT.user,
        threadTs,
        onlyFor,
        ...content,
      });
      return { message_ts: ts };
    },
    'chat.getPermalink': (call) => {
      const channel = required(call, 'channel');
      const ts = required(call, 'message_ts');
      return { channel, permalink: `https://double.slack.com/archives/${channel}/p${ts.replace('.', '')}` };
    },
  };

  function threadOf(call: Call, channel: string): string | null {
    const ts = optional(call, 'thread_ts');
    if (ts === null) return null;
    const root = workspace.find(channel, ts);
    if (root === null) note(call, `thread_ts ${ts} is no message of the channel`);
    else if (root.threadTs !== null && root.threadTs !== ts) note(call, 'thread_ts is a reply, not a root');
    return ts;
  }
}
