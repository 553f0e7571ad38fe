import type { Adapter } from '../../../adapters/adapter.ts';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import type { Answers } from '../../../src/delivery/answers.ts';
import { systemClock } from '../../../src/delivery/clock.ts';
import { createLedgerOutbox } from '../../../src/delivery/ledger-outbox.ts';
import { createLiveTurns } from '../../../src/delivery/live-turns.ts';
import { createPresenter } from '../../../src/delivery/presenter.ts';
import { createServe } from '../../../src/delivery/serve.ts';
import { createGateway } from '../../../src/gateway/server.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import type { Behaviour } from '../../doubles/slack/behaviour.ts';
import { type SlackDouble, startSlack } from '../../doubles/slack/server.ts';
import type { SlackChannel, SlackUser } from '../../doubles/slack/workspace.ts';
import { BOT } from '../../doubles/slack/workspace.ts';
import { createFakeSwitchboard, type FakeOptions } from '../../support/fake-switchboard.ts';

export interface SlackHostOptions extends FakeOptions {
  readonly behaviour?: Partial<Behaviour>;
  /** Signed HTTP in place of Socket Mode. */
  readonly http?: boolean;
  readonly allow?: readonly string[];
  /** In place of what keeps messages and answers them. */
  readonly answers?: Partial<Answers>;
  readonly switchboard?: Partial<Switchboard>;
  /** The messages are kept, but not answered. */
  readonly silent?: boolean;
}

export interface SlackHost {
  readonly slack: SlackDouble;
  readonly adapter: Adapter;
  /** Where the gateway listens. */
  readonly url: string;
  /** What was accepted, in order. */
  readonly accepted: readonly Message[];
  readonly ann: SlackUser;
  readonly bob: SlackUser;
  readonly channel: SlackChannel;
  readonly direct: SlackChannel;
  /** Resolves when all that was accepted is answered. */
  answered(): Promise<void>;
  close(): Promise<void>;
}

/** The real adapter on the real Bolt against the double, over a switchboard without models. */
export async function startSlackHost(options: SlackHostOptions = {}): Promise<SlackHost> {
  const slack = await startSlack(options.behaviour);
  const { http = false, allow = [] } = options;
  const config = {
    ...options.config,
    slack: {
      botToken: slack.botToken,
      appToken: http ? null : slack.appToken,
      signingSecret: http ? slack.signingSecret : null,
      apiUrl: slack.apiUrl,
      allow,
    },
  };
  const accepted: Message[] = [];
  const ids = new Set<string>();
  const turns: Promise<void>[] = [];
  const fake = createFakeSwitchboard({ ...options, config });
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
    ...options.answers,
  };
  const switchboard: Switchboard = { ...fake, answers, ...options.switchboard };
  const gateway = createGateway(switchboard);
  const adapter = createSlackAdapter(switchboard, gateway);
  if (adapter?.port === undefined) throw new Error('Slack is configured');
  const { port } = adapter;
  const outbox = createLedgerOutbox(fake.stores.ledger);
  const presenter = createPresenter(port, {
    outbox,
    clock: systemClock,
    metrics: fake.metrics,
    log: fake.log,
  });
  const serve = createServe({
    ask: switchboard.ask,
    stands: new Map([['slack' as const, { port, presenter }]]),
    live: createLiveTurns(),
    log: fake.log,
  });
  handle = (message) => serve(message, { attempt: 1, signal: new AbortController().signal });
  await adapter.start().catch(async (error: unknown) => {
    await slack.close();
    throw error;
  });
  const url = await gateway.listen();
  if (http) slack.delivery.requestUrl = `${url}/slack/events`;
  else await slack.connected();
  const ann = slack.workspace.addUser({ name: 'ann', realName: 'Ann Lee' });
  const bob = slack.workspace.addUser({ name: 'bob', realName: 'Bob Ray' });
  const channel = slack.workspace.addChannel('channel', [BOT.user, ann.id, bob.id]);
  const direct = slack.workspace.addChannel('im', [BOT.user, ann.id]);
  return {
    slack,
    adapter,
    url,
    accepted,
    ann,
    bob,
    channel,
    direct,
    async answered() {
      for (let done = 0; done < turns.length; done = turns.length) await Promise.all(turns);
    },
    async close() {
      await adapter.stop();
      await adapter.close?.();
      await gateway.close(0);
      await slack.close();
    },
  };
}

/** Calling the bot. */
export const MENTION = `<@${BOT.user}>`;
