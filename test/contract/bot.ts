import { type Running, startSwitchboard } from '../support/processes.ts';
import type { Stage } from './stage.ts';

export interface BotOptions {
  readonly stage: Stage;
  readonly dataDir: string;
  /** Endpoint URLs by expert. */
  readonly models: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The whole bot as `npm start` starts it, on this stage; resolves when it receives. */
export async function startBot({ stage, dataDir, models, environment }: BotOptions): Promise<Running> {
  const urls = Object.entries(models).map(([name, url]) => [`EXPERT_${name.toUpperCase()}_URL`, url]);
  const bot = await startSwitchboard({
    DATA_DIR: dataDir,
    EMBEDDED_MODEL: 'off',
    RATE_LIMIT_PER_MINUTE: '0',
    ...Object.fromEntries(urls),
    ...stage.environment,
    ...environment,
  });
  await stage.connected();
  return bot;
}
