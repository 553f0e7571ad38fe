import { createHmac } from 'node:crypto';
import { timeOf } from '../snowflakes.ts';
import { BOT, type DiscordFile, type DiscordMessage, type Workspace } from '../workspace.ts';
import { memberObject, userObject } from './people.ts';
import { channelObject } from './places.ts';

const LINK_LIFE_S = 24 * 3_600;
/** MessageFlags.HasThread. */
const HAS_THREAD = 1 << 5;

export interface View {
  readonly workspace: Workspace;
  /** Where the CDN is. */
  readonly root: string;
  /** May this reader see what people write to others? */
  readonly content: boolean;
}

/** A message as Discord tells it over REST. */
export function messageObject(view: View, message: DiscordMessage, deep = true): Record<string, unknown> {
  const { workspace } = view;
  const { id, channel, author, repliesTo, interaction, editedAt, nonce } = message;
  const { guild } = workspace.channel(channel);
  const referenced = repliesTo === null ? null : workspace.find(channel, repliesTo);
  const thread = workspace.channels.get(id);
  return {
    id,
    channel_id: channel,
    author: userObject(workspace.user(author)),
    timestamp: new Date(timeOf(id)).toISOString(),
    edited_timestamp: editedAt === null ? null : new Date(editedAt).toISOString(),
    tts: false,
    mention_everyone: false,
    mentions: message.mentions.map((user) => userObject(workspace.user(user))),
    mention_roles: [],
    pinned: false,
    type: interaction?.type === 2 ? 20 : repliesTo === null ? 0 : 19,
    flags: message.flags | (thread === undefined ? 0 : HAS_THREAD),
    ...(sees(view, message) ? contentFields(view, message) : NOTHING),
    ...(nonce !== null && { nonce }),
    ...(repliesTo !== null && {
      message_reference: {
        type: 0,
        message_id: repliesTo,
        channel_id: channel,
        ...(guild && { guild_id: guild }),
      },
      ...(deep && { referenced_message: referenced && messageObject(view, referenced, false) }),
    }),
    ...(thread !== undefined && { thread: channelObject(workspace, thread) }),
    ...(interaction !== null && {
      application_id: BOT.app,
      webhook_id: BOT.app,
      interaction_metadata: {
        id: interaction.id,
        type: interaction.type,
        user: userObject(workspace.user(interaction.user)),
        authorizing_integration_owners: guild === null ? { 0: '0' } : { 0: guild },
      },
    }),
  };
}

/** A message as the gateway tells it: with its guild and member. */
export function gatewayMessage(view: View, message: DiscordMessage): Record<string, unknown> {
  const { guild, kind } = view.workspace.channel(message.channel);
  const object = { ...messageObject(view, message), channel_type: { text: 0, direct: 1, thread: 11 }[kind] };
  return guild === null ? object : { ...object, guild_id: guild, member: memberObject() };
}

const NOTHING = { content: '', embeds: [], attachments: [], components: [] };

/** Without MESSAGE_CONTENT: own messages, direct messages and those that mention the bot. */
function sees({ workspace, content }: View, { author, channel, mentions }: DiscordMessage): boolean {
  const direct = workspace.channel(channel).guild === null;
  return content || direct || author === BOT.user || mentions.includes(BOT.user);
}

function contentFields(view: View, message: DiscordMessage) {
  return {
    content: message.content,
    embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: message.components,
    attachments: message.files.map((file) => attachmentObject(view, message.channel, file)),
  };
}

export function attachmentObject(
  { workspace, root }: Pick<View, 'workspace' | 'root'>,
  channel: string,
  file: DiscordFile,
) {
  const path = `/attachments/${channel}/${file.id}/${encodeURIComponent(file.name)}`;
  const url = `${root}${path}?${signature(path, Math.floor(workspace.clock.now() / 1_000))}`;
  const { id, name: filename, contentType: content_type, description, content } = file;
  return {
    id,
    filename,
    content_type,
    size: content.length,
    url,
    proxy_url: url,
    ...(description !== null && { description }),
  };
}

/** The query of a link that expires: `ex` and `is` are hexadecimal seconds, `hm` signs them. */
function signature(path: string, nowS: number): string {
  const ex = (nowS + LINK_LIFE_S).toString(16);
  const is = nowS.toString(16);
  return `ex=${ex}&is=${is}&hm=${hmac(path, ex, is)}&`;
}

/** True while a link is signed and has not expired. */
export function isFresh(url: URL, nowMs: number): boolean {
  const [ex = '', is = '', hm = ''] = ['ex', 'is', 'hm'].map((name) => url.searchParams.get(name) ?? '');
  return hm === hmac(url.pathname, ex, is) && Number.parseInt(ex, 16) * 1_000 > nowMs;
}

const hmac = (path: string, ex: string, is: string): string =>
  createHmac('sha256', 'double-cdn').update(`${path} ${ex} ${is}`).digest('hex');
