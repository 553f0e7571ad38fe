import type { Adapter, CreateAdapter } from '../adapters/adapter.ts';
import { createApiAdapter } from '../adapters/api/index.ts';
import { createWebAdapter } from '../adapters/web/index.ts';
import { type Composed, compose } from './compose.ts';
import { readConfig } from './config/load.ts';
import { ConfigError, problemLine } from './config/problem.ts';
import { secretsOf } from './config/redact.ts';
import type { Config } from './config/types.ts';
import { openInbox } from './delivery/open.ts';
import { createGateway } from './gateway/server.ts';
import type { Gateway } from './gateway/types.ts';
import { createLog } from './telemetry/log.ts';

/** What runs at a stop gets this long to finish, with the closing 10 s at most (contract §1); the rest stays in the inbox. */
const STOP_GRACE_MS = 8_500;
/** Then it ends even if a platform or store does not let go: what matters is stored. */
const STOP_AT_MOST_MS = 10_000;

const HTTP_ADAPTERS: readonly CreateAdapter[] = [createApiAdapter, createWebAdapter];

const CHAT_PLATFORMS = ['slack', 'discord', 'telegram'] as const;

/** Loaded only where their token is set: their libraries take long. */
const CHAT_ADAPTERS: { readonly [name in (typeof CHAT_PLATFORMS)[number]]?: () => Promise<CreateAdapter> } = {
  slack: async () => (await import('../adapters/slack/index.ts')).createSlackAdapter,
  discord: async () => (await import('../adapters/discord/index.ts')).createDiscordAdapter,
  telegram: async () => (await import('../adapters/telegram/index.ts')).createTelegramAdapter,
};

interface Running {
  readonly switchboard: Composed;
  readonly gateway: Gateway;
  readonly adapters: readonly Adapter[];
}

async function start(): Promise<Running> {
  const { config, problems, warnings } = readConfig();
  if (config === null) throw new ConfigError(problems);
  for (const warning of warnings) console.error(problemLine(warning));
  const log = createLog({ level: config.log.level, secrets: secretsOf(config) });
  const inbox = await openInbox(config, log);
  const switchboard = await compose({ config, log, inbox, progressTo: process.stderr });
  const gateway = createGateway(switchboard);
  const creators = [...HTTP_ADAPTERS, ...(await chatAdapters(config))];
  const adapters = creators
    .map((create) => create(switchboard, gateway))
    .filter((adapter) => adapter !== null);
  const lines = await startAll(adapters);
  const url = await gateway.listen();
  const ports = adapters.flatMap(({ port }) => port ?? []);
  // Without a platform, nobody could be answered: what an earlier configuration has left stays in the inbox.
  if (ports.length > 0) switchboard.deliver(ports);
  report(switchboard, lines, url);
  return { switchboard, gateway, adapters };
}

async function chatAdapters(config: Config): Promise<CreateAdapter[]> {
  const configured = CHAT_PLATFORMS.filter((name) => config[name] !== null);
  const creators = await Promise.all(configured.map((name) => CHAT_ADAPTERS[name]?.()));
  return creators.filter((create) => create !== undefined);
}

/** One line each; throws one error with what every one of them has to say that could not be started. */
async function startAll(adapters: readonly Adapter[]): Promise<string[]> {
  const starts = await Promise.allSettled(adapters.map((adapter) => adapter.start()));
  const refused = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason] : []));
  if (refused.length > 0) {
    throw new Error(refused.map((error) => (error instanceof Error ? error.message : error)).join('\n'));
  }
  return starts.flatMap((start, index) =>
    start.status === 'fulfilled' ? [`${adapters[index]?.platform}: ${start.value}`] : [],
  );
}

/** One line per part, so that the operator sees at once what runs (contract §1). */
function report(switchboard: Composed, lines: readonly string[], url: string): void {
  for (const line of switchboard.report()) console.log(line);
  console.log(`stores: ${switchboard.stores.description}`);
  for (const line of lines) console.log(line);
  for (const name of CHAT_PLATFORMS) {
    if (switchboard.config[name] !== null && CHAT_ADAPTERS[name] === undefined)
      console.log(`${name}: configured, but this version has no adapter for it yet`);
  }
  if (switchboard.config.otlpEndpoint !== null)
    console.log('traces: configured, but this version sends none yet');
  console.log(`Switchboard: ${url}`);
}

/** Receives no more, lets what runs finish within the grace, then closes everything in the order of use. */
async function stop({ switchboard, gateway, adapters }: Running): Promise<void> {
  const { inbox, log } = switchboard;
  // A platform that does not say goodbye must not cost the others theirs.
  const quietly = (work: Promise<void> | undefined) =>
    work?.catch((error: unknown) => log.warn({ err: error }, 'an adapter did not end cleanly'));
  await Promise.all([
    ...adapters.map((adapter) => quietly(adapter.stop())),
    gateway.close(STOP_GRACE_MS),
    inbox.stop(STOP_GRACE_MS),
  ]);
  await Promise.all(adapters.map((adapter) => quietly(adapter.close?.())));
  await switchboard.close();
}

async function main(): Promise<void> {
  let running: Running | null = null;
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    // A second signal: the operator does not want to wait.
    if (stopping) process.exit(1);
    // While it still starts, nothing has been received that would have to be finished.
    if (running === null) process.exit(0);
    stopping = true;
    const { log } = running.switchboard;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.warn('the stop took too long and was cut short; what was not finished is run at the next start');
      process.exit(0);
    }, STOP_AT_MOST_MS);
    stop(running).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  running = await start();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
