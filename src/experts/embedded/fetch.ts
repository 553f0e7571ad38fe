import { loadConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { ExpertError } from '../errors.ts';
import { findModel } from './find-model.ts';
import { createProgressBar } from './progress-bar.ts';

/**
 * `npm run model`: fetches the embedded model ahead of the first start, for images and for tests, and prints its
 * path as the only line on stdout. Interrupted, it is resumed by the next run.
 */
async function main(): Promise<void> {
  const { embeddedModel, dataDir, hubUrl } = loadConfig();
  const { signal } = new AbortController();
  const onStatus = createProgressBar(process.stderr);
  console.log(await findModel({ embeddedModel, dataDir, hubUrl, signal, onStatus }));
}

main().catch((error: unknown) => {
  console.error(error instanceof ExpertError || error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
