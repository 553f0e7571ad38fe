import { timeOf } from '../snowflakes.ts';
import { BOT, type DiscordChannel, type DiscordGuild, type Workspace } from '../workspace.ts';
import { memberObject, PERMISSIONS, userObject } from './people.ts';

const TYPES = { text: 0, direct: 1, thread: 11 } as const;

export function channelObject(workspace: Workspace, channel: DiscordChannel) {
  const { id, kind, name, guild, parent, recipient } = channel;
  const last = workspace.messages(id).at(-1)?.id ?? null;
  const base = { id, type: TYPES[kind], last_message_id: last, flags: 0 };
  if (kind === 'direct') {
    const recipients = recipient === null ? [] : [userObject(workspace.user(recipient))];
    return { ...base, recipients };
  }
  const place = { ...base, guild_id: guild, name, parent_id: parent, rate_limit_per_user: 0 };
  if (kind === 'text') return { ...place, position: 0, permission_overwrites: [], nsfw: false, topic: null };
  return { ...place, ...threadFields(workspace, channel) };
}

function threadFields(workspace: Workspace, { id, archived }: DiscordChannel) {
  const count = workspace.messages(id).length;
  const time = new Date(timeOf(id)).toISOString();
  return {
    owner_id: BOT.user,
    message_count: count,
    total_message_sent: count,
    member_count: 1,
    thread_metadata: {
      archived,
      auto_archive_duration: 1_440,
      archive_timestamp: time,
      create_timestamp: time,
      locked: false,
    },
    member: { id, user_id: BOT.user, join_timestamp: time, flags: 0 },
  };
}

/** A guild as GUILD_CREATE tells it. */
export function guildObject(workspace: Workspace, { id, name }: DiscordGuild) {
  const channels = [...workspace.channels.values()].filter(({ guild }) => guild === id);
  const objects = (kind: DiscordChannel['kind']) =>
    channels.filter((channel) => channel.kind === kind).map((channel) => channelObject(workspace, channel));
  return {
    id,
    name,
    icon: null,
    splash: null,
    owner_id: '1',
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [{ ...everyone(id) }],
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    system_channel_flags: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: workspace.users.size,
    members: [{ ...memberObject(), user: userObject(workspace.user(BOT.user)) }],
    channels: objects('text'),
    threads: objects('thread'),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** The role that everybody has carries the guild's id. */
const everyone = (id: string) => ({
  id,
  name: '@everyone',
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  position: 0,
  permissions: PERMISSIONS,
  managed: false,
  mentionable: false,
  flags: 0,
});
