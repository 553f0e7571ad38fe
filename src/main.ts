import type { Adapter, CreateAdapter } from '../adapters/adapter.ts';
import { createApiAdapter } from '../adapters/api/index.ts';
import { createWebAdapter } from '../adapters/web/index.ts';
import { type Composed, compose } from './compose.ts';
import { readConfig } from './config/load.ts';
import { ConfigError, problemLine } from './config/problem.ts';
import { secretsOf } from './config/redact.ts';
import { openInbox } from './delivery/open.ts';
import { createGateway } from './gateway/server.ts';
import type { Gateway } from './gateway/types.ts';
import { createLog } from './telemetry/log.ts';

/** What runs at a stop gets this long to finish, with the closing 10 s at most (contract §1); the rest stays in the inbox. */
const STOP_GRACE_MS = 9_000;

const ADAPTERS: readonly CreateAdapter[] = [createApiAdapter, createWebAdapter];

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
  const adapters = ADAPTERS.map((create) => create(switchboard, gateway)).filter(
    (adapter) => adapter !== null,
  );
  const lines: string[] = [];
  for (const adapter of adapters) lines.push(`${adapter.platform}: ${await adapter.start()}`);
  const url = await gateway.listen();
  report(switchboard, lines, url);
  return { switchboard, gateway, adapters };
}

/** One line per part, so that the operator sees at once what runs (contract §1). */
function report(switchboard: Composed, lines: readonly string[], url: string): void {
  for (const line of switchboard.report()) console.log(line);
  console.log(`stores: ${switchboard.stores.description}`);
  for (const line of lines) console.log(line);
  for (const name of ['slack', 'discord', 'telegram'] as const) {
    if (switchboard.config[name] !== null)
      console.log(`${name}: configured, but this version has no adapter for it yet`);
  }
  if (switchboard.config.otlpEndpoint !== null)
    console.log('traces: configured, but this version sends none yet');
  console.log(`Switchboard: ${url}`);
}

/** Receives no more, lets what runs finish within the grace, then closes everything in the order of use. */
async function stop({ switchboard, gateway, adapters }: Running): Promise<void> {
  await Promise.all([
    ...adapters.map((adapter) => adapter.stop()),
    gateway.close(STOP_GRACE_MS),
    switchboard.inbox.stop(STOP_GRACE_MS),
  ]);
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
