import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'discord.js';
import { createPictures } from '../../src/rendering/pictures/pictures.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import type { Adapter, CreateAdapter } from '../adapter.ts';
import { alone } from './client/alone.ts';
import { createConnection } from './client/connection.ts';
import { registerOnce } from './client/register.ts';
import { createRest } from './client/rest.ts';
import { statusOf } from './client/send-errors.ts';
import type { DiscordParts } from './parts.ts';
import { isRecord, stringOf } from './payload.ts';
import { createDiscordPort } from './present/present.ts';
import { catchUp } from './receive/catch-up.ts';
import { createCursor } from './receive/cursor.ts';
import { createDirects } from './receive/directs.ts';
import { readMessage, type Self } from './receive/events.ts';
import { whoAmI } from './receive/identity.ts';
import { createLanes } from './receive/lanes.ts';
import { createPlaces } from './receive/places.ts';
import { createIntake } from './receive/receive.ts';
import { createThreads } from './receive/threads.ts';

const AGAIN_FIRST_MS = 2_000;
const AGAIN_MAX_MS = 60_000;

/** Discord, through its gateway. */
export const createDiscordAdapter: CreateAdapter = (switchboard) => createDiscord(switchboard);

/** @param now milliseconds since the epoch; tokens of interactions run out by it */
export function createDiscord(switchboard: Switchboard, now: () => number = Date.now): Adapter | null {
  const { config, log, stores } = switchboard;
  const { discord } = config;
  if (discord === null) return null;
  const rest = createRest(discord.token, discord.apiUrl);
  const pictures = createPictures();
  const ending = new AbortController();
  let client: Client | null = null;
  let self: Self | null = null;
  let mayRead = false;
  const parts: DiscordParts = {
    switchboard,
    rest,
    get self() {
      if (self === null) throw new Error('Discord has not said yet who the bot is');
      return self;
    },
    get mayRead() {
      return mayRead;
    },
    places: createPlaces(() => client, rest),
    threads: createThreads(stores),
    now,
  };
  const intake = createIntake(parts);
  const lanes = createLanes();
  const directs = createDirects(stores);
  const { shards } = discord;
  const cursor = createCursor(
    stores.ledger,
    shards === null ? 'all' : `${shards.ids.join(',')}/${shards.count}`,
    log,
  );
  /** What had been seen when a shard's session began. */
  const seenBefore = new Map<number, Promise<string | null>>();
  /** What has come and is not stored yet. */
  const taking = new Set<Promise<void>>();

  function keep(job: Promise<void>): void {
    const running = job
      .catch((error: unknown) => log.error({ err: error }, 'discord: something that came was lost'))
      .finally(() => taking.delete(running));
    taking.add(running);
  }

  /** What is written in a channel is taken in its order; commands and presses wait for nothing. */
  function inOrder(t: string, d: unknown): Promise<void> {
    const channel = isRecord(d) && t.startsWith('MESSAGE_') ? stringOf(d.channel_id) : null;
    return channel === null ? take(t, d) : lanes(channel, () => take(t, d));
  }

  async function take(t: string, d: unknown): Promise<void> {
    await intake.take(t, d);
    if (t !== 'MESSAGE_CREATE' || !isRecord(d)) return;
    const posted = readMessage(d, parts.self);
    if (posted === null) return;
    cursor.seen(posted.id);
    if (posted.guild === null) await directs.add(posted.channel);
  }

  const handlers = {
    dispatch(t: string, d: unknown, shard: number) {
      if (ending.signal.aborted) return;
      if (t === 'READY') seenBefore.set(shard, cursor.latest());
      else keep(inOrder(t, d));
    },
    ready(shard: number) {
      const seen = seenBefore.get(shard);
      if (seen === undefined) return;
      keep(cursor.during(async () => catchUp(shard, await seen, intake, directs, parts)));
    },
    refused(code: number) {
      if (ending.signal.aborted) return;
      log.error({ code }, 'discord: the gateway refuses the bot; it is tried again');
      void connectLater();
    },
  };

  /** @throws what the token or the gateway is refused with */
  async function connect(): Promise<string> {
    const identity = await whoAmI(rest, discord?.applicationId ?? null);
    ({ mayRead, self } = identity);
    await client?.destroy();
    if (discord === null || ending.signal.aborted) return 'ended';
    client = createConnection(discord, mayRead, handlers, log);
    await client.login(discord.token);
    keep(registerOnce(parts));
    const reads = mayRead ? 'reads messages' : 'without MESSAGE_CONTENT';
    const served = client.options.shards;
    const which = Array.isArray(served) && served.length > 1 ? `, shards ${served.join(', ')}` : '';
    return `connected as @${self.name} (gateway, ${reads}${which})`;
  }

  /**
   * Discord cannot be reached: that may pass, and the other platforms go on. Each shard is refused by itself, but one
   * client serves them all, and IDENTIFYs are counted.
   */
  const connectLater = alone(tryAgain);

  async function tryAgain(): Promise<void> {
    for (
      let pauseMs = AGAIN_FIRST_MS;
      !ending.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, AGAIN_MAX_MS)
    ) {
      await delay(pauseMs, undefined, { ref: false, signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      try {
        log.info({}, `discord: ${await connect()}`);
        return;
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'discord: cannot be reached yet');
      }
    }
  }

  return {
    platform: 'discord',
    port: createDiscordPort(parts, pictures),
    async start() {
      try {
        return await connect();
      } catch (error) {
        if (isRefusal(error)) {
          await client?.destroy();
          throw new Error(REFUSED, { cause: error });
        }
        log.warn({ reason: reasonOf(error) }, 'discord: cannot be reached; it is tried again');
        void connectLater();
        return 'cannot be reached yet; it is tried again';
      }
    },
    async stop() {
      ending.abort();
      await client?.destroy();
      await Promise.all(taking);
      await cursor.flush();
    },
    close: () => pictures.close(),
  };
}

const REFUSED =
  'DISCORD_TOKEN: Discord refuses it. Copy the token from the Developer Portal, Bot → Reset Token; it is shown once.';

function isRefusal(error: unknown): boolean {
  if (statusOf(error) === 401) return true;
  return error instanceof Error && 'code' in error && error.code === 'TokenInvalid';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no answer';
}
