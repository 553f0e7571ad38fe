import type { Adapter } from '../../../adapters/adapter.ts';
import { createTelegramAdapter } from '../../../adapters/telegram/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import type { Answers } from '../../../src/delivery/answers.ts';
import { systemClock } from '../../../src/delivery/clock.ts';
import { createLedgerOutbox } from '../../../src/delivery/ledger-outbox.ts';
import { createLiveTurns } from '../../../src/delivery/live-turns.ts';
import type { Outbox } from '../../../src/delivery/outbox.ts';
import { createPresenter } from '../../../src/delivery/presenter.ts';
import { createServe } from '../../../src/delivery/serve.ts';
import { createGateway } from '../../../src/gateway/server.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import type { Behaviour } from '../../doubles/telegram/behaviour.ts';
import { startTelegram, type TelegramDouble } from '../../doubles/telegram/server.ts';
import type { TelegramChat, TelegramUser } from '../../doubles/telegram/world.ts';
import {
  createFakeSwitchboard,
  type FakeOptions,
  type FakeSwitchboard,
} from '../../support/fake-switchboard.ts';

export interface TelegramHostOptions extends FakeOptions {
  readonly behaviour?: Partial<Behaviour>;
  readonly webhook?: boolean;
  readonly allow?: readonly string[];
  readonly answers?: Partial<Answers>;
  readonly switchboard?: Partial<Switchboard>;
  /** The messages are kept, but not answered. */
  readonly silent?: boolean;
}

export interface TelegramHost {
  readonly telegram: TelegramDouble;
  readonly adapter: Adapter;
  readonly switchboard: FakeSwitchboard;
  readonly outbox: Outbox;
  /** Where the gateway listens. */
  readonly url: string;
  /** What `start` said. */
  readonly line: string;
  /** What was accepted, in order. */
  readonly accepted: readonly Message[];
  readonly ann: TelegramUser;
  readonly bob: TelegramUser;
  readonly group: TelegramChat;
  readonly direct: TelegramChat;
  /** Answers a message that was kept with `silent`. */
  answer(message: Message): Promise<void>;
  /** Resolves when all that was accepted is answered. */
  answered(): Promise<void>;
  close(): Promise<void>;
}

export const SECRET = 'a-webhook-secret';
const ORIGIN = 'https://bot.example.test';

/** The real adapter on telegraf's client against the double, over a switchboard without models. */
export async function startTelegramHost(options: TelegramHostOptions = {}): Promise<TelegramHost> {
  const telegram = await startTelegram(options.behaviour);
  const { allow = [], webhook = false } = options;
  const config = {
    ...options.config,
    telegram: {
      botToken: telegram.token,
      apiRoot: telegram.apiRoot,
      webhookUrl: webhook ? `${ORIGIN}/telegram/webhook` : null,
      webhookSecret: webhook ? SECRET : null,
      allow,
    },
  };
  const accepted: Message[] = [];
  const turns = new Map<string, { ending: AbortController; done: Promise<void> }>();
  const fake = createFakeSwitchboard({ ...options, config });
  const live = createLiveTurns();
  const outbox = createLedgerOutbox(fake.stores.ledger);
  const answers: Answers = {
    ...fake.answers,
    async accept(message) {
      if (accepted.some(({ id }) => id === message.id)) return false;
      accepted.push(message);
      live.add(message);
      if (options.silent !== true) {
        const ending = new AbortController();
        turns.set(message.id, { ending, done: handle(message, { attempt: 1, signal: ending.signal }) });
      }
      return true;
    },
    async stop(id) {
      turns.get(id)?.ending.abort();
      return turns.has(id);
    },
    live: (conversation) => live.in(conversation),
    of: outbox.find,
    byRef: outbox.findByRef,
    ...options.answers,
  };
  const switchboard: Switchboard = { ...fake, answers, ...options.switchboard };
  const gateway = createGateway(switchboard);
  const adapter = createTelegramAdapter(switchboard, gateway);
  if (adapter?.port === undefined) throw new Error('Telegram is configured');
  const { port } = adapter;
  const presenter = createPresenter(port, {
    outbox,
    clock: systemClock,
    metrics: fake.metrics,
    log: fake.log,
  });
  const handle = createServe({
    ask: switchboard.ask,
    stands: new Map([['telegram' as const, { port, presenter }]]),
    live,
    log: fake.log,
  });
  const line = await adapter.start().catch(async (error: unknown) => {
    await telegram.close();
    throw error;
  });
  const url = await gateway.listen();
  telegram.webhook.origins.set(ORIGIN, url);
  await (webhook ? telegram.webhook : telegram.polling).connected();
  const ann = telegram.world.addUser({ username: 'ann_lee', firstName: 'Ann' });
  const bob = telegram.world.addUser({ username: 'bob_ray', firstName: 'Bob' });
  return {
    telegram,
    adapter,
    switchboard: fake,
    outbox,
    url,
    line,
    accepted,
    ann,
    bob,
    group: telegram.world.addGroup([ann, bob], { admins: [bob.id] }),
    direct: telegram.world.privateChat(ann),
    answer: (message) => handle(message, { attempt: 2, signal: new AbortController().signal }),
    async answered() {
      await Promise.all([...turns.values()].map(({ done }) => done));
    },
    async close() {
      await adapter.stop();
      await adapter.close?.();
      await gateway.close(0);
      await telegram.close();
    },
  };
}

export const MENTION = '@switchboard_bot';
