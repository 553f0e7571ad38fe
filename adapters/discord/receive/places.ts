import { type Client, PermissionFlagsBits } from 'discord.js';
import type { Rest } from '../client/rest.ts';
import { isRecord, stringOf } from '../payload.ts';

/** What a channel is. */
export interface Channel {
  readonly id: string;
  /** Null in a direct message. */
  readonly guild: string | null;
  readonly name: string | null;
  /** The channel that a thread is in; null for all others. */
  readonly parent: string | null;
  readonly isThread: boolean;
  /** The latest message in it, as far as it is known. */
  readonly lastMessage: string | null;
}

/** What the gateway has told of guilds, and what has to be asked for. */
export interface Places {
  /** Null when Discord does not tell it. */
  channel(id: string): Promise<Channel | null>;
  /** Names of channels that are known already. */
  channelName(id: string): string | null;
  /** Text channels and threads of the guilds of one shard. */
  ofShard(shard: number): readonly Channel[];
  /** Whether the bot is in the guild. */
  hasGuild(guild: string): boolean;
  /** Whether somebody with these roles runs the guild. */
  isAdmin(guild: string, user: string, roles: readonly string[]): boolean;
}

/** PublicThread, PrivateThread, AnnouncementThread [DD]. */
const THREAD_TYPES = new Set([10, 11, 12]);
const RUNS_GUILD = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;

export function createPlaces(client: () => Client | null, rest: Rest): Places {
  const cached = (id: string): Channel | null => {
    const channel = client()?.channels.cache.get(id);
    return channel === undefined || channel.isDMBased() ? null : toChannel(channel.toJSON());
  };
  return {
    async channel(id) {
      const known = cached(id);
      if (known !== null) return known;
      const found = await rest.get(`/channels/${id}`).catch(() => null);
      return isRecord(found) ? fromApi(found) : null;
    },
    channelName: (id) => cached(id)?.name ?? null,
    ofShard(shard) {
      const guilds = [...(client()?.guilds.cache.values() ?? [])].filter((guild) => guild.shardId === shard);
      return guilds.flatMap((guild) =>
        [...guild.channels.cache.values()]
          .filter((channel) => channel.isTextBased())
          .flatMap((channel) => toChannel(channel.toJSON()) ?? []),
      );
    },
    hasGuild: (guild) => client()?.guilds.cache.has(guild) === true,
    isAdmin(id, user, roles) {
      const guild = client()?.guilds.cache.get(id);
      if (guild === undefined) return false;
      if (guild.ownerId === user) return true;
      // Everybody has the role that carries the guild's id.
      return [id, ...roles].some((role) => guild.roles.cache.get(role)?.permissions.any(RUNS_GUILD) === true);
    },
  };
}

/** A channel as the library keeps it. */
function toChannel(json: unknown): Channel | null {
  if (!isRecord(json)) return null;
  const id = stringOf(json.id);
  if (id === null) return null;
  const isThread = THREAD_TYPES.has(Number(json.type));
  return {
    id,
    guild: stringOf(json.guildId) ?? stringOf(json.guild),
    name: stringOf(json.name),
    parent: isThread ? stringOf(json.parentId) : null,
    isThread,
    lastMessage: stringOf(json.lastMessageId),
  };
}

function fromApi(json: Readonly<Record<string, unknown>>): Channel | null {
  const id = stringOf(json.id);
  if (id === null) return null;
  const isThread = THREAD_TYPES.has(Number(json.type));
  return {
    id,
    guild: stringOf(json.guild_id),
    name: stringOf(json.name),
    parent: isThread ? stringOf(json.parent_id) : null,
    isThread,
    lastMessage: stringOf(json.last_message_id),
  };
}
