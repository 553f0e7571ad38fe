import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { mountStaticFiles } from '../../adapters/web/static-files.ts';
import { createGateway } from '../../src/gateway/server.ts';
import { createFakeSwitchboard } from './fake-switchboard.ts';

/** What `stage` is in the page (test/adapters/web/answer/page/main.js). */
export interface Stage {
  begin(): void;
  append(delta: string): void;
  replace(text: string): void;
  finish(): Promise<void>;
  /** As an answer of the history. */
  show(text: string): Promise<void>;
  /** Appends in pieces, a task each, as a stream does, and finishes. */
  stream(text: string, size: number): Promise<void>;
  /** What drawing an answer leaves to the page: its own tasks meanwhile, and the most elements drawn in one go. */
  load(text: string): Promise<{ tasks: number; largest: number }>;
  text(): string;
}

const FOLDER = join(import.meta.dirname, '../adapters/web/answer/page');

/** A page with one answer and nothing else, served as the chat page is: same gateway, same policy, same bundling. */
export async function startAnswerStage() {
  const switchboard = createFakeSwitchboard();
  const gateway = createGateway(switchboard);
  gateway.mount((app) => void mountStaticFiles(app, () => {}, switchboard.log, FOLDER));
  const url = await gateway.listen();
  let usual: Page | null = null;
  /** To open one takes longer than most tests do: those with the usual look share one. */
  async function windowFor(browser: Browser, look: BrowserContextOptions, own: boolean): Promise<Page> {
    const shared = Object.keys(look).length === 0 && !own;
    if (shared && usual !== null) return usual;
    const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...look });
    const page = await context.newPage();
    if (shared) usual = page;
    return page;
  }

  return {
    url,
    /** After each test: nothing listens any more, and nothing is shown. */
    async tidy(browser: Browser) {
      const others = browser.contexts().filter((context) => context !== usual?.context());
      await Promise.all(others.map((context) => context.close()));
      usual?.removeAllListeners();
      await usual?.goto('about:blank');
    },
    close: () => gateway.close(0),
    /**
     * `problems`: script errors, policy violations, dialogs, windows, calls elsewhere; a defect in every test.
     *
     * @param prepare before the page is loaded
     */
    async open(
      browser: Browser,
      look: BrowserContextOptions = {},
      prepare?: (page: Page) => Promise<unknown>,
    ) {
      const page = await windowFor(browser, look, prepare !== undefined);
      const problems = watch(page, url);
      await prepare?.(page);
      await page.goto(url);
      await page.waitForFunction('globalThis.stage !== undefined');
      const call = <K extends keyof Stage>(name: K, ...args: Parameters<Stage[K]>) =>
        page.evaluate(
          ([key, values]) => {
            const { stage } = globalThis as unknown as {
              stage: Record<string, (...all: unknown[]) => unknown>;
            };
            return stage[key]?.(...values);
          },
          [name, args as unknown[]] as const,
        ) as Promise<Awaited<ReturnType<Stage[K]>>>;
      return { page, problems, call };
    },
  };
}

function watch(page: Page, url: string): string[] {
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
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) {
      problems.push(`a call to ${request.url()}`);
    }
  });
  return problems;
}
