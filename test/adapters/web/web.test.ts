import { describe, expect, onTestFinished, test } from 'vitest';
import { createFakeSwitchboard } from '../../support/fake-switchboard.ts';
import { startHttpHost } from '../../support/http-host.ts';

async function start() {
  const host = await startHttpHost(createFakeSwitchboard());
  onTestFinished(() => host.close());
  return host;
}

describe('the page', () => {
  test('and its files are served with their types, and refer to nothing else', async () => {
    const { url } = await start();
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    const script = files.find((file) => file.endsWith('.js')) ?? '';
    for (const file of files) {
      expect(file).toMatch(/^\/web\//);
      expect((await fetch(url + file)).status).toBe(200);
    }
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
    expect((await fetch(url + script)).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  }, 60_000);

  test.each(['/web/../index.ts', '/web/%2e%2e/index.ts', '/web/index.html', '/web/page/main.ts', '/web/'])(
    'no path reaches another file: %s',
    async (path) => {
      const { url } = await start();
      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});
