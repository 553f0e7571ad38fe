import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages } from '../../support/chat-page.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('the chat page by keyboard alone', () => {
  const { open } = chatPages(chromium);
  const focused = (page: Page) =>
    page.evaluate('document.activeElement.id || document.activeElement.className');

  test('a message is written and sent from where the focus stands at first', async () => {
    const { page, says } = await open();
    await page.locator('#greeting').waitFor();
    expect(await focused(page)).toBe('text');
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await says('You said: hello');
    expect(await focused(page)).toBe('text');
  });

  test('shortcuts reach search, a new chat, the experts, the settings, the sidebar', async () => {
    const { ask, ended, page } = await open();
    await ask('hello');
    await ended();
    await page.keyboard.press('Control+k');
    expect(await focused(page)).toBe('search');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/^conversation-/);
    await page.keyboard.press('Control+Shift+O');
    await page.locator('#greeting').waitFor();
    expect(await focused(page)).toBe('text');
    await page.keyboard.press('Control+Shift+E');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('m');
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Ask Math').waitFor();
    expect(await focused(page)).toBe('text');
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('text');
    await page.keyboard.press('Control+b');
    await page.locator('#sidebar').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+b');
    await page.locator('#sidebar').waitFor();
  });

  test('? tells all of them, but is a letter where somebody writes', async () => {
    const { page } = await open();
    await page.locator('#text').pressSequentially('why?');
    expect(await page.locator('#text').inputValue()).toBe('why?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.locator('#settings').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('settings');
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('text');
    expect(await page.locator('#text').inputValue()).toBe('why?');
  });

  test('before everything stands the way past the conversations', async () => {
    const { page } = await open();
    await page.locator('#greeting').waitFor();
    await page.locator('#hide-sidebar').focus();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('text');
  });

  test('the actions of a conversation are reached and left with the keys', async () => {
    const { ask, ended, page } = await open();
    await ask('hello');
    await ended();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await focused(page)).toMatch(/^more-/);
  });
});
