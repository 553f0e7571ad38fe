import { messageObject } from './methods/message-object.ts';
import { BOT, type SlackMessage, TEAM, type Workspace } from './workspace.ts';

const CHANNEL_TYPES = { channel: 'channel', group: 'group', im: 'im', mpim: 'mpim' } as const;

/** The payload of an event, as `event_callback` carries it. */
export function eventPayload(workspace: Workspace, event: object): Record<string, unknown> {
  return {
    token: 'double-verification-token',
    team_id: TEAM,
    api_app_id: BOT.app,
    type: 'event_callback',
    event_id: workspace.id('Ev'),
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: TEAM, user_id: BOT.user, is_bot: true, enterprise_id: null }],
    is_ext_shared_channel: false,
    event,
  };
}

/**
 * The events that a written message makes: a mention in a channel comes as `app_mention` and as `message`, with
 * ids of their own.
 */
export function eventsOfNew(workspace: Workspace, message: SlackMessage, root: string): object[] {
  const { kind } = workspace.channel(message.channel);
  const place = { channel: message.channel, event_ts: message.ts };
  const share = message.files.length > 0 ? { subtype: 'file_share' } : {};
  const object = { ...messageObject(message, root), ...place };
  const plain = { ...object, ...share, channel_type: CHANNEL_TYPES[kind] };
  const mentioned = kind !== 'im' && message.user !== BOT.user && message.text.includes(`<@${BOT.user}>`);
  return mentioned ? [{ ...object, type: 'app_mention' }, plain] : [plain];
}

export function eventOfChange(workspace: Workspace, now: SlackMessage, before: SlackMessage): object {
  const { kind } = workspace.channel(now.channel);
  const ts = workspace.ts();
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: now.channel,
    channel_type: CHANNEL_TYPES[kind],
    ts,
    event_ts: ts,
    message: messageObject(now),
    previous_message: messageObject(before),
  };
}

export function eventOfRemoval(workspace: Workspace, before: SlackMessage): object {
  const { kind } = workspace.channel(before.channel);
  const ts = workspace.ts();
  if (before.threadTs === before.ts) return tombstone(workspace, before, ts);
  return {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel: before.channel,
    channel_type: CHANNEL_TYPES[kind],
    ts,
    event_ts: ts,
    deleted_ts: before.ts,
    previous_message: messageObject(before),
  };
}

/** A root with replies is not removed but emptied. */
function tombstone(workspace: Workspace, before: SlackMessage, ts: string): object {
  const { kind } = workspace.channel(before.channel);
  const message = {
    type: 'message',
    subtype: 'tombstone',
    text: 'This message was deleted.',
    user: 'USLACKBOT',
    hidden: true,
    ts: before.ts,
    thread_ts: before.ts,
  };
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: before.channel,
    channel_type: CHANNEL_TYPES[kind],
    ts,
    event_ts: ts,
    message,
    previous_message: messageObject(before),
  };
}
