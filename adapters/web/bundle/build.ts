import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { type Asset, assetOf } from './asset.ts';

const PAGE = join(import.meta.dirname, '../page');
const WORKERS = join(PAGE, 'answer/worker');
const KATEX_STYLES = 'katex/dist/katex.min.css';
/** Module workers, `content-visibility`, `@scope`: what the page relies on. */
const BROWSERS = ['chrome120', 'firefox128', 'safari17.4'];

/** Names of the files that others ask for; `key` of `sourcesKey`. */
export const bundleNames = (key: string) => ({
  main: `main-${key}.js`,
  answers: `answer-worker-${key}.js`,
  highlighting: `highlight-worker-${key}.js`,
  katex: `katex-${key}.css`,
});

/** By key, so that hosts side by side in one process (tests) share it. */
const made = new Map<string, Promise<readonly Asset[]>>();
let running = 0;

/** The bundle of these sources, made once in a process; a failure is forgotten. As `makeBundle`. */
export function bundle(folder: string, key: string): Promise<readonly Asset[]> {
  let assets = made.get(key);
  if (assets === undefined) {
    assets = makeBundle(folder, key);
    made.set(key, assets);
    assets.catch(() => made.delete(key));
  }
  return assets;
}

/**
 * Bundles `main.ts` (or `.js`) of a page's folder and what answers need: their workers, and KaTeX with its styles and fonts. All in memory, in esbuild's own process, which ends with it.
 *
 * @throws Error with what is wrong in which file
 */
async function makeBundle(folder: string, key: string): Promise<Asset[]> {
  const { build, stop } = await import('esbuild');
  const names = bundleNames(key);
  running++;
  try {
    const { outputFiles } = await build({
      entryPoints: [
        { in: join(folder, 'main'), out: withoutExtension(names.main) },
        { in: join(WORKERS, 'main.ts'), out: withoutExtension(names.answers) },
        { in: join(WORKERS, 'highlight-main.ts'), out: withoutExtension(names.highlighting) },
        { in: KATEX_STYLES, out: withoutExtension(names.katex) },
      ],
      absWorkingDir: join(import.meta.dirname, '../../..'),
      outdir: '/',
      chunkNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      bundle: true,
      write: false,
      format: 'esm',
      splitting: true,
      minify: true,
      legalComments: 'none',
      target: BROWSERS,
      // Without it, the Markdown reader looks entities up in a document, which a worker does not have.
      conditions: ['worker'],
      define: { PAGE_KEY: JSON.stringify(key) },
      loader: { '.woff2': 'file' },
      plugins: [newestFontsOnly],
      logLevel: 'silent',
    });
    return outputFiles
      .map(({ path, contents }) => assetOf(basename(path), contents))
      .filter((asset) => asset !== null);
  } finally {
    running--;
    // Its process would idle and take memory; nothing is built again.
    if (running === 0) await stop();
  }
}

/** KaTeX names each font in three formats; every browser that runs the page takes the first. */
const newestFontsOnly: Plugin = {
  name: 'newest-fonts-only',
  setup(build) {
    build.onLoad({ filter: /katex\.min\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return {
        contents: css.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)/g, ''),
        loader: 'css',
      };
    });
  },
};

const withoutExtension = (name: string) => name.replace(/\.[a-z]+$/, '');
