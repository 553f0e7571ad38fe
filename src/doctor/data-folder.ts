import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/types.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const MEGABYTE = 1_000_000;
/** Less, and a database is about to be unable to write. */
const LOW_DISK_BYTES = 200 * MEGABYTE;

/** Whether `DATA_DIR` can be written to and has room. Makes it when it is not there, as a start would. */
export async function checkDataFolder({ dataDir }: Config): Promise<Finding[]> {
  try {
    await mkdir(dataDir, { recursive: true });
    const probe = await mkdtemp(join(dataDir, '.doctor-'));
    try {
      await writeFile(join(probe, 'file'), 'can be written');
    } finally {
      await rm(probe, { recursive: true, force: true });
    }
  } catch (error) {
    const mend =
      'Give this user the right to write there, free some space, or set DATA_DIR to another folder.';
    return [problem(`DATA_DIR: ${dataDir} cannot be written to (${codeOf(error)})`, mend)];
  }
  const free = await freeBytes(dataDir);
  const room = free === null ? '' : `, ${(free / 1_000 / MEGABYTE).toFixed(1)} GB free`;
  const written = ok(`${dataDir} can be written to${room}`);
  if (free === null || free >= LOW_DISK_BYTES) return [written];
  return [written, warning('the disk is almost full', 'Free some space, or set DATA_DIR to another disk.')];
}

/** Bytes that this user may still write there; null where the file system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  const stats = await statfs(folder).catch(() => null);
  return stats === null ? null : stats.bavail * stats.bsize;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
