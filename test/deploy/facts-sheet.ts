import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const path = resolve(import.meta.dirname, '../../../shared/references/vllm.md');

/** The vLLM facts sheet up to the chapter on models; null, said aloud, where it is not beside the project. */
export const factsSheet: string | null = read();

function read(): string | null {
  if (existsSync(path)) return readFileSync(path, 'utf8').split('\n## 6.')[0] ?? '';
  console.warn(`skipped: no vLLM facts sheet at ${path}`);
  return null;
}
