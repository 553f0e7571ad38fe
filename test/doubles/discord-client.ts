import { Client, type ClientOptions, Events, GatewayIntentBits, Partials } from 'discord.js';
import { expect } from 'vitest';
import type { DiscordDouble } from './discord/server.ts';

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

/** Without MESSAGE_CONTENT, as it is for a bot that has not been granted it. */
export const LEAST_INTENTS = [Guilds, GuildMessages, DirectMessages];

/** A bare discord.js that has logged in to the double; `prepare` adds listeners before it does. */
export async function login(
  discord: DiscordDouble,
  options: Partial<ClientOptions> = {},
  prepare: (client: Client) => void = () => {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [...LEAST_INTENTS, MessageContent],
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    // The library's own waits five seconds between two IDENTIFYs of a shard.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
    ...options,
    rest: { api: discord.apiUrl, ...options.rest },
  });
  prepare(client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.botToken);
  return ready;
}

/** Asserts on what the other side of a socket will have done soon, also on a machine that is busy. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });
