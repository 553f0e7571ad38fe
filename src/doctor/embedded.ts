import { join } from 'node:path';
import type { Config } from '../config/types.ts';
import { findGguf, isGguf } from '../experts/embedded/gguf-file.ts';
import { HUB_MODEL } from '../experts/embedded/sources.ts';
import { freeBytes } from './data-folder.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const GENERAL = 'EXPERT_GENERAL_URL to a server';

/** Which model the embedded engine would use. It is not loaded. */
export async function checkEmbedded({ embeddedModel, dataDir, hubUrl, experts }: Config): Promise<Finding[]> {
  if (experts.general !== undefined) return [ok('not needed, general has a server')];
  if (embeddedModel === 'off') {
    const what = 'EMBEDDED_MODEL=off, and general has no server: nothing can answer';
    return [problem(what, `Set ${GENERAL}, or unset EMBEDDED_MODEL.`)];
  }
  if (embeddedModel !== null) {
    if (await isGguf(embeddedModel)) return [ok(`would use ${embeddedModel}`)];
    const mend = `Correct EMBEDDED_MODEL, or unset it to have a model found, or set ${GENERAL}.`;
    return [problem(`EMBEDDED_MODEL: ${embeddedModel} is not a readable GGUF file`, mend)];
  }
  const folder = join(dataDir, 'models');
  const found = await findGguf(folder);
  if (found !== null) return [ok(`would use ${found}`)];
  return [
    ok(`would download ${HUB_MODEL.file} (${megabytes(HUB_MODEL.bytes)}) from ${hubUrl} at the first start`),
    ...(await roomFor(HUB_MODEL.bytes, dataDir)),
  ];
}

async function roomFor(bytes: number, folder: string): Promise<Finding[]> {
  const free = await freeBytes(folder);
  if (free === null || free > bytes) return [];
  const mend = `Free some space, set DATA_DIR to another disk, or set ${GENERAL}.`;
  return [warning(`only ${megabytes(free)} are free for it`, mend)];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
