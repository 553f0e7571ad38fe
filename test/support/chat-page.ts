import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from './browser.ts';
import { createFakeSwitchboard, type FakeOptions, type FakeSwitchboard } from './fake-switchboard.ts';
import { type HttpHost, startHttpHost } from './http-host.ts';

/** The chat page in a browser, as a person meets it. */
export interface ChatPage {
  readonly page: Page;
  /** Policy violations, script errors, calls to other hosts: a defect in every test. */
  readonly problems: readonly string[];
  /** Types a message and presses Enter. */
  ask(text: string): Promise<void>;
  /** Waits until the n-th answer (from 1) has ended. */
  ended(count?: number): Promise<void>;
  /** Waits until an answer, or what stands in its place, holds these words. */
  says(words: string): Promise<void>;
  readonly answers: Locator;
}

export interface OpenPage extends ChatPage {
  readonly switchboard: FakeSwitchboard;
  readonly host: HttpHost;
}

export interface ChatPages {
  /** The page over a scripted switchboard. */
  open(options?: FakeOptions, look?: BrowserContextOptions): Promise<OpenPage>;
  /** The page of a server that runs already, in a new browser profile. */
  visit(url: string, look?: BrowserContextOptions): Promise<ChatPage>;
  /** Ends with the test. */
  closeLater(part: { close(): Promise<unknown> }): void;
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  hasTouch: true,
  isMobile: true,
};

/**
 * One browser for all tests of a file, with a fresh server for each. A window takes longer to open than most tests
 * do, so that tests with the same look share one; cookies, storage, routes and listeners of the last test are gone.
 */
export function chatPages(chromium: string | null): ChatPages {
  let browser: Browser | undefined;
  const windows = new Map<string, Page>();
  const toClose: { close(): Promise<unknown> }[] = [];

  beforeAll(async () => {
    if (chromium !== null) browser = await launchChromium(chromium);
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all([...windows].map(([look, page]) => tidy(page).catch(() => windows.delete(look))));
    await Promise.all(toClose.splice(0).map((part) => part.close()));
  });

  async function visit(url: string, look: BrowserContextOptions = {}): Promise<ChatPage> {
    if (browser === undefined) throw new Error('no browser runs');
    const page = await windowFor(browser, look);
    const problems = watchProblems(page, url);
    await page.goto(url);
    return { ...chatPage(page), problems };
  }

  async function windowFor(opened: Browser, look: BrowserContextOptions): Promise<Page> {
    const key = JSON.stringify(look);
    const free = windows.get(key);
    // A second page of the same test is another person's.
    if (free?.url() === EMPTY) return free;
    const context = await opened.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...look });
    const page = await context.newPage();
    windows.set(free === undefined ? key : `${key} ${windows.size}`, page);
    return page;
  }

  return {
    visit,
    async open(options = {}, look = {}) {
      const switchboard = createFakeSwitchboard(options);
      const host = await startHttpHost(switchboard);
      toClose.push(host);
      return { switchboard, host, ...(await visit(host.url, look)) };
    },
    closeLater: (part) => void toClose.push(part),
  };
}

const EMPTY = 'about:blank';

/** Leaves nothing of a test to the next one in the same window. */
async function tidy(page: Page): Promise<void> {
  const context = page.context();
  page.removeAllListeners();
  const others = context.pages().filter((one) => one !== page);
  await Promise.all(others.map((one) => one.close()));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  await page.emulateMedia({ media: null });
  await page.goto(EMPTY);
  await context.clearCookies();
}

/** Handles for a page that is open already. */
export function chatPage(page: Page): Omit<ChatPage, 'problems'> {
  return {
    page,
    answers: page.locator('.answer .body'),
    async ask(text) {
      await page.locator('#text').fill(text);
      await page.locator('#text').press('Enter');
    },
    says: (words) => page.locator('.answer', { hasText: words }).last().waitFor(),
    ended: (count = 1) =>
      page
        .locator('.answer:not([aria-busy])')
        .nth(count - 1)
        .waitFor(),
  };
}

function watchProblems(page: Page, url: string): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      problems.push(message.text());
    }
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) problems.push(`a call to ${request.url()}`);
  });
  return problems;
}

/** Well over what a loaded machine needs. */
const EVENTUALLY_MS = 10_000;

/** As `expect`, on what becomes true while the page works. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: EVENTUALLY_MS });
}

/** An answer whose pieces come when the test says so. */
export function stepwise(pieces: readonly string[] = ['The first part. ', 'The second part.']) {
  const steps = pieces.map(() => Promise.withResolvers<void>());
  const answer = async function* () {
    for (const [index, piece] of pieces.entries()) {
      yield piece;
      await steps[index]?.promise;
    }
  };
  return { answer, go: (step: number) => steps[step]?.resolve() };
}
