import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { mountStaticFiles } from '../../adapters/web/static-files.ts';
import { createGateway } from '../../src/gateway/server.ts';
import { createFakeSwitchboard } from './fake-switchboard.ts';

const FOLDER = join(import.meta.dirname, '../adapters/web/answer/page');

/** A page with one answer and nothing else, served as the chat page is: same gateway, same policy, same bundling. */
export async function startAnswerStage() {
  const switchboard = createFakeSwitchboard();
  const gateway = createGateway(switchboard);
  gateway.mount((app) => void mountStaticFiles(app, () => {}, switchboard.log, FOLDER));
  const url = await gateway.listen();
  return {
    url,
    close: () => gateway.close(0),
    async open(browser: Browser, look: BrowserContextOptions = {}): Promise<{ page: Page; problems: string[] }> {
      const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...look });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('dialog', (dialog) => {
        problems.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('popup', (popup) => problems.push(`popup: ${popup.url()}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) problems.push(`a call to ${request.url()}`);
      });
      await page.goto(url);
      await page.waitForFunction('window.stage !== undefined');
      return { page, problems };
    },
  };
}
