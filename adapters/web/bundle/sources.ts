import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { hashOf } from './asset.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** All of the project that the page may import, aside from its own folder and packages. */
const SHARED = ['adapters/web', 'src/delivery', 'src/rendering'];
const SOURCE = /\.(ts|js|css|html|svg)$/;

/**
 * Names what a bundle is made of: it changes when a source, a package's version or the bundling itself changes. So
 * the bundle's name is known before it is made.
 *
 * @param folder of the page
 */
export async function sourcesKey(folder: string): Promise<string> {
  const files = await Promise.all([folder, ...SHARED.map((path) => join(ROOT, path))].map(sourcesIn));
  const paths = [...new Set(files.flat())].sort();
  const contents = await Promise.all([...paths, join(ROOT, 'package-lock.json')].map(readOrEmpty));
  return hashOf(...paths.map((path) => `${relative(ROOT, path)}\n`), ...contents);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** An image may come without the lock file; its packages then change with the image only. */
async function readOrEmpty(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => new Uint8Array());
}
