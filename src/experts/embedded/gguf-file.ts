import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const MAGIC = 'GGUF';
/** `Q4_K_M`, `IQ3_XS`, `F16` …, at the end of a file name: how the weights are stored, not which model it is. */
const QUANTIZATION = /[-._](i?q\d\w*|bf16|f16|f32|fp16|fp32)$/i;
const SHARD = /-(\d{5})-of-\d{5}$/;
/** The picture half of a vision model; no language model. */
const PROJECTOR = /^mmproj/i;

/** Whether this is a file that begins like a GGUF file. */
export async function isGguf(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return bytesRead === MAGIC.length && buffer.toString('latin1') === MAGIC;
  } catch {
    return false; // a folder
  } finally {
    await file.close();
  }
}

/**
 * The model to use of those in a folder: Qwen's before others, then by name; null when there is none.
 * Later parts of a split model do not count, its first part stands for all.
 */
export async function findGguf(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  const candidates = names.filter((name) => {
    if (!name.toLowerCase().endsWith('.gguf') || PROJECTOR.test(name)) return false;
    const shard = SHARD.exec(name.slice(0, -'.gguf'.length));
    return shard === null || shard[1] === '00001';
  });
  for (const name of candidates.sort(byPreference)) {
    const path = join(folder, name);
    if (await isGguf(path)) return path;
  }
  return null;
}

function byPreference(a: string, b: string): number {
  const rank = (name: string) => (/qwen/i.test(name) ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** `SmolLM2-135M-Instruct.Q4_1.gguf` → `smollm2-135m-instruct`: the name in receipts. */
export function modelIdOf(path: string): string {
  const stem = basename(path)
    .replace(/\.gguf$/i, '')
    .replace(SHARD, '');
  return stem.replace(QUANTIZATION, '').toLowerCase();
}

/** Hex SHA-256 of a file, read in pieces. */
export async function sha256OfFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}

/** Bytes of a file; 0 when there is none. */
export async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
