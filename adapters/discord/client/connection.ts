import { Client, Events, GatewayIntentBits, Options, Partials } from 'discord.js';
import type { Logger } from 'pino';
import type { Config } from '../../../src/config/types.ts';

type DiscordConfig = NonNullable<Config['discord']>;

export interface ConnectionHandlers {
  /** Every dispatch, before the library looks at it. */
  dispatch(t: string, d: unknown, shard: number): void;
  /** A new session, all guilds of which are known now; not called when one was resumed. */
  ready(shard: number): void;
  /** Discord does not want this shard any more (4004, 4014 …); the library has given up. */
  refused(code: number): void;
}

/**
 * The library's client with the least that it can do its work with. Heartbeats, resuming, identifying by turns and
 * sharding are its own; messages are read as Discord sends them, so none are kept.
 */
export function createConnection(
  { apiUrl, shards }: DiscordConfig,
  mayRead: boolean,
  handlers: ConnectionHandlers,
  log: Logger,
): Client {
  const { DirectMessages, GuildMessages, Guilds, MessageContent } = GatewayIntentBits;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(mayRead ? [MessageContent] : [])],
    // Without it the library drops what comes from a direct channel that it does not know yet.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    ...(shards === null
      ? { shards: 'auto' as const }
      : { shards: [...shards.ids], shardCount: shards.count }),
    ...(apiUrl !== null && { rest: { api: apiUrl } }),
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      UserManager: 100,
      GuildMemberManager: { maxSize: 10, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
  client.on(Events.Raw, ({ d, t }: { t: string | null; d: unknown }, shard: number) => {
    if (t !== null) handlers.dispatch(t, d, shard);
  });
  client.on(Events.ShardReady, (shard) => handlers.ready(shard));
  client.on(Events.ShardDisconnect, ({ code }) => handlers.refused(code));
  client.on(Events.ShardError, (error, shard) =>
    log.warn({ shard, reason: codeOf(error) }, 'discord: the connection broke; it is resumed'),
  );
  client.on(Events.Error, (error) =>
    log.warn({ reason: codeOf(error) }, 'discord: the library reports an error'),
  );
  return client;
}

/** Messages of its errors may quote what was sent. */
function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? String(code) : error.name;
}
