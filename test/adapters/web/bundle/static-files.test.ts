import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Asset, pack } from '../../../../adapters/web/bundle/asset.ts';
import { bundle } from '../../../../adapters/web/bundle/build.ts';
import { stylesOf } from '../../../../adapters/web/bundle/index-page.ts';
import { sourcesKey } from '../../../../adapters/web/bundle/sources.ts';
import { mountStaticFiles } from '../../../../adapters/web/static-files.ts';
import { createGateway } from '../../../../src/gateway/server.ts';
import type { Gateway } from '../../../../src/gateway/types.ts';
import { memoryLog } from '../../../support/experts.ts';
import { createFakeSwitchboard } from '../../../support/fake-switchboard.ts';

/** All that the page loads but fonts and formulas (issue 9). */
const BUDGET_BYTES = 300 * 1024;

describe('the files of a page', () => {
  let folder: string;
  let gateways: Gateway[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    await writeFile(
      join(folder, 'index.html'),
      '<link rel="stylesheet" href="a.css"><script type="module" src="main.ts"></script>',
    );
    await writeFile(join(folder, 'a.css'), 'p { color: red }');
    await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'main.ts'), 'const told: string = "bundled"; console.log(told);');
  });
  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close(0)));
    gateways = [];
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function serve(from = folder) {
    const switchboard = createFakeSwitchboard();
    const gateway = createGateway(switchboard);
    const { log, lines } = memoryLog();
    let visits = 0;
    gateway.mount((app) => {
      mountStaticFiles(app, () => void visits++, log, from);
    });
    gateways.push(gateway);
    const url = await gateway.listen();
    const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });
    const main = async () =>
      /src="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? expect.fail('no script');
    return { get, main, lines, visits: () => visits };
  }

  test('the page and its styles come at once, the script as soon as it is bundled, each under a name of its own', async () => {
    const { get, main, visits } = await serve();
    const index = await get('/');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    expect(visits()).toBe(1);
    const styles = /href="([^"]+)"/.exec(await index.text())?.[1] ?? '';
    expect(styles).toMatch(/^\/web\/assets\/page-[0-9a-f]{12}\.css$/);
    expect(await (await get(styles)).text()).toContain('color: red');
    const path = await main();
    expect(path).toMatch(/^\/web\/assets\/main-[0-9a-f]{12}\.js$/);
    const script = await get(path);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await script.text()).toMatch(/"bundled"/);
  });

  test('what a browser has is not sent again', async () => {
    const { get, main } = await serve();
    for (const path of ['/', '/web/icon.svg', await main()]) {
      const tag = (await get(path)).headers.get('etag') ?? '';
      expect(tag).toMatch(/^"[\w-]+"$/);
      const again = await get(path, { 'if-none-match': tag });
      expect([path, again.status, await again.text()]).toEqual([path, 304, '']);
      expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  test('styles go compressed, with another tag than plain ones', async () => {
    const { get } = await serve();
    const tags = new Set<string | null>();
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await get('/', { 'accept-encoding': encoding });
      expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(response.headers.get('vary')).toContain('accept-encoding');
      expect(await response.text()).toContain('<script');
      tags.add(response.headers.get('etag'));
    }
    expect(tags.size).toBe(3);
  });

  test('the first visitor gets the script compressed, too', async () => {
    const { get, main } = await serve();
    const [first, second] = await Promise.all([get(await main()), get(await main())]);
    expect(first?.headers.get('content-encoding')).toBe('gzip');
    expect(second?.headers.get('content-encoding')).toBe('gzip');
    expect(await first?.text()).toContain('bundled');
  });

  test('only known names are served', async () => {
    const { get } = await serve();
    for (const path of [
      '/web/main.ts',
      '/web/index.html',
      '/web/assets/..%2Findex.html',
      '/web/assets/x.js',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  test('a page that cannot be bundled says so itself, and the log says why', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'broken-page-'));
    try {
      await writeFile(join(broken, 'index.html'), '<script type="module" src="main.ts"></script>');
      await writeFile(join(broken, 'main.ts'), 'import "./missing.ts";');
      const { get, main, lines } = await serve(broken);
      const script = await get(await main());
      expect(script.status).toBe(200);
      expect(script.headers.get('cache-control')).toBe('no-cache');
      expect(await script.text()).toContain('could not be built');
      expect(JSON.stringify(lines)).toContain('./missing.ts');
      await writeFile(join(broken, 'missing.ts'), 'console.log("mended")');
      expect(await (await get(await main())).text()).toContain('mended');
    } finally {
      await rm(broken, { recursive: true });
    }
  });
});

describe('the bundle of the chat page', () => {
  const folder = join(import.meta.dirname, '../../../../adapters/web/page');
  let assets: readonly Asset[];

  beforeAll(async () => {
    assets = await bundle(folder, await sourcesKey(folder));
  });

  test('is under 300 KB compressed, fonts and formulas aside', async () => {
    const scripts = assets.filter(({ name }) => name.endsWith('.js') && !/^katex/.test(name));
    await Promise.all(scripts.map(pack));
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    const others = await Promise.all(stylesOf(html).map((path) => readFile(join(folder, path))));
    const sizes = [
      ...scripts.map(({ packed }) => packed.get('gzip')?.length ?? Number.POSITIVE_INFINITY),
      ...[...others, html].map((content) => gzipSync(content).length),
    ];
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(100 * 1024);
    expect(total).toBeLessThan(BUDGET_BYTES);
  });

  test('has KaTeX apart from what the first paint needs, with its fonts in the one format that is needed', () => {
    const names = assets.map(({ name }) => name);
    expect(names.filter((name) => /^katex-\w+\.js$/.test(name))).toHaveLength(1);
    const fonts = names.filter((name) => name.endsWith('.woff2'));
    expect(fonts.length).toBeGreaterThanOrEqual(18);
    const css = assets.find(({ name }) => /^katex-\w+\.css$/.test(name));
    const text = Buffer.from(css?.content ?? []).toString();
    expect(text).not.toMatch(/\.(woff|ttf)\b/);
    for (const font of fonts) expect(text).toContain(font);
    const main = assets.find(({ name }) => name.startsWith('main-'));
    expect(Buffer.from(main?.content ?? []).toString()).not.toContain('katex-display');
  });
});
