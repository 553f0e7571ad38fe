import { type Composed, compose } from '../../src/compose.ts';
import { loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/redact.ts';
import { createLog } from '../../src/telemetry/log.ts';

/** The parts for a process that talks to one person in a terminal; standard output stays free for answers. */
export async function openSession(signal: AbortSignal): Promise<Composed> {
  const config = loadConfig();
  // The log's lines would stand between those of the conversation, and what failed is said there.
  const level = config.log.level === 'info' ? 'error' : config.log.level;
  const log = createLog({ level, secrets: secretsOf(config) });
  const session = await compose({
    config,
    log,
    inbox: null,
    progressTo: process.stderr,
  });
  await session.modelReady(signal).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  return session;
}
