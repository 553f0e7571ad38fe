import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually, stepwise } from '../../support/chat-page.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('settings on the chat page', () => {
  const { open } = chatPages(chromium);

  test('of a conversation are kept with it, and go back to the defaults', async () => {
    const { ask, ended, page } = await open();
    await ask('hello');
    await ended();
    await page.locator('#settings').click();
    const panel = page.getByRole('dialog', { name: 'Settings' });
    await panel.getByRole('radio', { name: 'Tutor' }).check();
    await panel.getByText('Saved.').waitFor();
    expect(await panel.getByLabel('What the model is told').inputValue()).toContain('patient tutor');
    await panel.getByLabel('Language of the answers').selectOption({ label: 'French' });
    await panel.getByLabel('Temperature').press('ArrowRight');
    await panel.getByLabel('Temperature').blur();
    await panel.getByText('Saved.').waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    await page.reload();
    await page.locator('#settings').click();
    expect(await panel.getByRole('radio', { name: 'Tutor' }).isChecked()).toBe(true);
    expect(await panel.getByLabel('Language of the answers').inputValue()).toBe('fra_Latn');
    expect(await panel.getByLabel('Temperature').inputValue()).toBe('0.8');
    await panel.getByRole('button', { name: 'Reset to defaults' }).click();
    await panel.getByRole('radio', { name: 'None' }).and(panel.locator(':checked')).waitFor();
    expect(await panel.getByLabel('Language of the answers').inputValue()).toBe('');
  });

  test('a persona may be of own words', async () => {
    const { page } = await open();
    await page.locator('#settings').click();
    const panel = page.getByRole('dialog');
    await panel.getByRole('radio', { name: 'Own words' }).check();
    await page.keyboard.type('You are a pirate.');
    await page.keyboard.press('Tab');
    await panel.getByText('Saved.').waitFor();
    await page.reload();
    await page.locator('#settings').click();
    await eventually(() => panel.getByLabel('What the model is told').inputValue()).toBe('You are a pirate.');
  });

  test('the page’s language changes at once, also while an answer is written', async () => {
    const { answer, go } = stepwise();
    const { ask, ended, page, says } = await open({ answer });
    await ask('hello');
    await says('The first part.');
    await page.locator('#text').fill('half a thought');
    await page.locator('#settings').click();
    await page.getByRole('radio', { name: '中文' }).click();
    await page.getByRole('button', { name: '停止回答' }).waitFor();
    expect(await page.locator('#text').inputValue()).toBe('half a thought');
    go(0);
    go(1);
    await ended();
    await says('The first part. The second part.');
    await page.reload();
    await page.getByRole('button', { name: '发送' }).waitFor();
  });

  test('the chosen theme wins over the system’s, from the first paint on', async () => {
    const { page } = await open({}, { colorScheme: 'light' });
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await page.locator('#settings').click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    const dark = await ground();
    expect(dark).not.toBe(light);
    // Without the page's script only what is there at the first paint counts.
    await page.route(/main-/, (route) => route.abort());
    await page.reload();
    expect(await ground()).toBe(dark);
  });
});
