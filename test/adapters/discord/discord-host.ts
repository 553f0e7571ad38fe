import type { Adapter } from '../../../adapters/adapter.ts';
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import type { Answers } from '../../../src/delivery/answers.ts';
import { systemClock } from '../../../src/delivery/clock.ts';
import { createLedgerOutbox } from '../../../src/delivery/ledger-outbox.ts';
import { createLiveTurns } from '../../../src/delivery/live-turns.ts';
import { createPresenter } from '../../../src/delivery/presenter.ts';
import { createServe } from '../../../src/delivery/serve.ts';
import type { Stores } from '../../../src/stores/types.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import type { Behaviour } from '../../doubles/discord/behaviour.ts';
import { type DiscordDouble, startDiscord } from '../../doubles/discord/server.ts';
import { BOT, type DiscordChannel, type DiscordUser } from '../../doubles/discord/workspace.ts';
import { createFakeSwitchboard, type FakeOptions } from '../../support/fake-switchboard.ts';

export interface DiscordHostOptions extends FakeOptions {
  readonly behaviour?: Partial<Behaviour>;
  /** One that runs already, and outlives the host. */
  readonly discord?: DiscordDouble;
  /** What an earlier process has kept. */
  readonly stores?: Stores;
  readonly shards?: { readonly ids: readonly number[]; readonly count: number };
  readonly allow?: readonly string[];
  readonly switchboard?: Partial<Switchboard>;
  /** The messages are kept, but not answered. */
  readonly silent?: boolean;
}

export interface DiscordHost {
  readonly discord: DiscordDouble;
  readonly adapter: Adapter;
  readonly stores: Stores;
  /** What was accepted, in order. */
  readonly accepted: readonly Message[];
  /** What was asked, prepared, in order. */
  readonly asked: readonly Message[];
  readonly ann: DiscordUser;
  readonly bob: DiscordUser;
  readonly channel: DiscordChannel;
  readonly direct: DiscordChannel;
  /** Resolves when all that was accepted is answered. */
  answered(): Promise<void>;
  close(): Promise<void>;
}

/** The real adapter on the real discord.js against the double, over a switchboard without models. */
export async function startDiscordHost(options: DiscordHostOptions = {}): Promise<DiscordHost> {
  const discord = options.discord ?? (await startDiscord(options.behaviour));
  const { workspace } = discord;
  const guild = [...workspace.guilds.values()][0] ?? workspace.addGuild('Home');
  const ann = workspace.addUser({ name: 'ann', displayName: 'Ann Lee' });
  const bob = workspace.addUser({ name: 'bob', displayName: 'Bob Ray' });
  const channel = workspace.addChannel({ kind: 'text', guild: guild.id });
  const direct = workspace.addChannel({ kind: 'direct', recipient: ann.id });
  const { allow = [], shards = null } = options;
  const config = {
    ...options.config,
    discord: { token: discord.botToken, applicationId: null, apiUrl: discord.apiUrl, shards, allow },
  };
  const accepted: Message[] = [];
  const ids = new Set<string>();
  const turns: Promise<void>[] = [];
  const fake = createFakeSwitchboard({ ...options, config });
  const stores = options.stores ?? keptStores(fake.stores);
  const outbox = createLedgerOutbox(stores.ledger);
  let handle: ((message: Message) => Promise<void>) | null = null;
  const answers: Answers = {
    ...fake.answers,
    async accept(message) {
      if (ids.has(message.id)) return false;
      ids.add(message.id);
      accepted.push(message);
      if (options.silent !== true && handle !== null) turns.push(handle(message));
      return true;
    },
    of: outbox.find,
    byRef: outbox.findByRef,
  };
  const switchboard: Switchboard = { ...fake, stores, answers, ...options.switchboard };
  const adapter = createDiscord(switchboard, () => discord.clock.now());
  if (adapter?.port === undefined) throw new Error('Discord is configured');
  const { port } = adapter;
  const presenter = createPresenter(port, {
    outbox,
    clock: systemClock,
    metrics: fake.metrics,
    log: fake.log,
  });
  const serve = createServe({
    ask: switchboard.ask,
    stands: new Map([['discord' as const, { port, presenter }]]),
    live: createLiveTurns(),
    log: fake.log,
  });
  handle = (message) => serve(message, { attempt: 1, signal: new AbortController().signal });
  await adapter.start().catch(async (error: unknown) => {
    if (options.discord === undefined) await discord.close();
    throw error;
  });
  return {
    discord,
    adapter,
    stores,
    accepted,
    asked: fake.messages,
    ann,
    bob,
    channel,
    direct,
    async answered() {
      for (let done = -1; done < turns.length; ) {
        done = turns.length;
        await Promise.all(turns);
      }
    },
    async close() {
      await adapter.stop();
      await adapter.close?.();
      if (options.discord === undefined) await discord.close();
    },
  };
}

/** One cache for each namespace, as in a real store. */
function keptStores(stores: Stores): Stores {
  const caches = new Map<string, ReturnType<Stores['cache']>>();
  return {
    ...stores,
    cache(namespace) {
      const cache = caches.get(namespace) ?? stores.cache(namespace);
      caches.set(namespace, cache);
      return cache;
    },
  };
}

/** Calling the bot. */
export const MENTION = `<@${BOT.user}>`;
