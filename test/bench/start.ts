import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { startSwitchboard, withFolder } from '../support/processes.ts';
import { median, type Row } from './statistics.ts';
import { firstTextMs } from './stream.ts';

const RUNS = 3;
const GOAL_MS = 10_000;
const MODELS = join(import.meta.dirname, '../../data/models');

/** From the start of a fresh process to the first token of its first answer, embedded model on disk. */
export async function benchStart(): Promise<Row[]> {
  const name = 'start of the process to first token, embedded model on disk';
  const model = existsSync(MODELS) ? globSync('*.gguf', { cwd: MODELS })[0] : undefined;
  if (model === undefined) return [{ name, value: 'not measured: no model in data/models (npm run model)' }];
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    times.push(await withFolder((folder) => onceMs(folder, join(MODELS, model))));
  }
  const ms = median(times);
  const goal = { text: 'under 10 s', met: ms < GOAL_MS };
  return [{ name: `${name} (${model})`, value: `${(ms / 1000).toFixed(2)} s`, goal }];
}

async function onceMs(folder: string, model: string): Promise<number> {
  const startedMs = performance.now();
  const running = await startSwitchboard({ DATA_DIR: folder, EMBEDDED_MODEL: model });
  try {
    // As the page does: the model may still be loading.
    while (!(await fetch(`${running.url}/readyz`)).ok)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await firstTextMs(`${running.url}/v1/ask`, { text: 'What is the capital of France?', stream: true });
    return performance.now() - startedMs;
  } finally {
    await running.stop();
  }
}
