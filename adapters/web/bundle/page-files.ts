import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Logger } from 'pino';
import { type Asset, assetOf, pack } from './asset.ts';
import { bundle, bundleNames } from './build.ts';
import { linkIndex, stylesOf } from './index-page.ts';
import { sourcesKey } from './sources.ts';

const INDEX = 'index.html';
/** Beside the page, by their own names: icons, and what runs before the first paint. */
const BESIDE = new Set(['.svg', '.png', '.webmanifest', '.js']);
/** Where hashed files are served. */
export const ASSETS = '/web/assets/';

/** What is there without the bundle: enough for the first paint. */
interface Front {
  readonly key: string;
  readonly index: Asset;
  readonly styles: Asset;
  readonly beside: ReadonlyMap<string, Asset>;
}

/** The files of a page's folder: its HTML and styles at once, its bundle as soon as it is made. */
export interface PageFiles {
  index(): Promise<Asset>;
  /** A file beside the page, by its own name; null when there is none. */
  beside(name: string): Promise<Asset | null>;
  /** A hashed file, waiting for the bundle where it belongs to it; null when there is none. */
  asset(name: string): Promise<Asset | null>;
  /** Begins to bundle if that has not begun. Never throws. */
  warm(): void;
}

export function createPageFiles(folder: string, log: Logger): PageFiles {
  let front: Promise<Front> | null = null;
  let bundled: Promise<ReadonlyMap<string, Asset>> | null = null;

  function readOnce(): Promise<Front> {
    front ??= readFront(folder).catch((error: unknown) => {
      front = null;
      throw error;
    });
    return front;
  }

  function bundleOnce(): Promise<ReadonlyMap<string, Asset>> {
    bundled ??= bundleAll().catch((error: unknown) => {
      // Asked for again, it is tried again: the disk may have been full.
      bundled = null;
      log.error({ err: error }, 'the chat page could not be bundled; the HTTP API works without it');
      throw error;
    });
    return bundled;
  }

  async function bundleAll(): Promise<ReadonlyMap<string, Asset>> {
    const { key } = await readOnce();
    const began = performance.now();
    const assets = await bundle(folder, key);
    log.debug({ ms: Math.round(performance.now() - began), files: assets.length }, 'chat page bundled');
    void packAll(assets);
    return new Map(assets.map((asset) => [asset.name, asset]));
  }

  /** One after the other, so that answering has the other threads. */
  async function packAll(assets: readonly Asset[]): Promise<void> {
    for (const asset of assets) await packQuietly(asset);
  }

  /** What is asked for before its turn has come is packed at once: that takes less than to send it as it is. */
  async function packQuietly(asset: Asset): Promise<void> {
    try {
      await pack(asset);
    } catch (error) {
      log.warn({ err: error, name: asset.name }, 'a file of the chat page is served uncompressed');
    }
  }

  async function asset(name: string): Promise<Asset | null> {
    const { key, styles } = await readOnce();
    if (name === styles.name) return styles;
    try {
      const found = (await bundleOnce()).get(name) ?? null;
      if (found !== null) await packQuietly(found);
      return found;
    } catch {
      return name === bundleNames(key).main ? failure() : null;
    }
  }

  return {
    index: async () => (await readOnce()).index,
    beside: async (name) => (await readOnce()).beside.get(name) ?? null,
    asset,
    warm() {
      bundleOnce().catch(() => {});
    },
  };
}

async function readFront(folder: string): Promise<Front> {
  const [html, names, key] = await Promise.all([
    readFile(join(folder, INDEX), 'utf8'),
    readdir(folder),
    sourcesKey(folder),
  ]);
  const sheets = await Promise.all(stylesOf(html).map((path) => readFile(join(folder, path), 'utf8')));
  const plain = known(assetOf('page.css', Buffer.from(sheets.join('\n'))));
  const styles = { ...plain, name: `page-${plain.hash}.css` };
  const urls = { styles: ASSETS + styles.name, main: ASSETS + bundleNames(key).main };
  const index = known(assetOf(INDEX, Buffer.from(linkIndex(html, urls))));
  const beside = await Promise.all(
    names
      .filter((name) => BESIDE.has(extname(name)))
      .map(async (name) => known(assetOf(name, await readFile(join(folder, name))))),
  );
  await Promise.all([index, styles, ...beside].map(pack));
  return { key, index, styles, beside: new Map(beside.map((asset) => [asset.name, asset])) };
}

/** The page says itself that it is broken: a script that is answered with an error runs nothing. */
function failure(): Asset {
  const words = 'The chat page could not be built. The log of the server says why; the HTTP API works.';
  const script = `document.body.replaceChildren(Object.assign(document.createElement('p'),
    { textContent: ${JSON.stringify(words)}, role: 'alert' }));`;
  return known(assetOf('failure.js', Buffer.from(script)));
}

function known(asset: Asset | null): Asset {
  if (asset === null) throw new Error('a file of the page has an unknown kind');
  return asset;
}
