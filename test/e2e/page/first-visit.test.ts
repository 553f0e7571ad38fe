import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages, PHONE } from '../../support/chat-page.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('the chat page at first sight', () => {
  const { open } = chatPages(chromium);

  test('says what it is, and asks one of four questions with a press', async () => {
    const { page, problems, says, switchboard } = await open();
    await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    expect(await page.locator('.example').count()).toBe(4);
    await page.getByRole('button', { name: /Solve an equation/ }).click();
    await says('You said: Solve x²');
    expect(await page.locator('#greeting').count()).toBe(0);
    expect(switchboard.messages[0]?.text).toContain('step by step');
    expect(problems).toEqual([]);
  });

  test('while a model loads its progress is shown, and a question waits for it', async () => {
    const { ask, page, says, switchboard } = await open();
    switchboard.setReadiness({
      ready: false,
      detail: 'Fetching the model: 40 of 93 MB.',
      progress: 0.43,
      loading: true,
    });
    await page.reload();
    await page.locator('#notice', { hasText: '40 of 93 MB' }).waitFor();
    expect(await page.locator('#notice-progress').getAttribute('value')).toBe('0.43');
    await ask('hello');
    await page.getByText('as soon as the model is ready').waitFor();
    switchboard.setReadiness({ ready: false, detail: 'Loading the model.', progress: null, loading: true });
    await page.locator('#notice', { hasText: 'Loading the model.' }).waitFor();
    // How long it will take is not known.
    expect(await page.locator('#notice-progress').getAttribute('value')).toBeNull();
    expect(switchboard.messages).toEqual([]);
    switchboard.setReadiness({ ready: true, detail: 'ready', progress: null });
    await says('You said: hello');
    expect(await page.locator('#notice').isHidden()).toBe(true);
  });

  test('when no model can be had, it says what to set', async () => {
    const { page, switchboard } = await open();
    switchboard.setReadiness({ ready: false, detail: 'Set EXPERT_GENERAL_URL.', progress: null });
    await page.reload();
    await page.locator('#notice', { hasText: 'Set EXPERT_GENERAL_URL.' }).waitFor();
    expect(await page.locator('#notice-progress').count()).toBe(0);
  });

  test('a key is asked for when the server wants one, kept nowhere, and a wrong one is said', async () => {
    const { ask, page, says } = await open({ config: { http: { apiKeys: ['the-right-key'] } } });
    await page.locator('#key').fill('wrong');
    await page.locator('#key').press('Enter');
    await page.locator('#key-problem', { hasText: 'not known' }).waitFor();
    await page.locator('#key').fill('the-right-key');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.locator('#key-form').waitFor({ state: 'detached' });
    await ask('hello');
    await says('You said: hello');
    expect(page.url()).not.toContain('right');
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
    expect(kept).not.toContain('the-right-key');
    await page.reload();
    await says('You said: hello');

    await page.locator('#settings').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#key').waitFor();
  });

  test('a Chinese browser gets a Chinese page', async () => {
    const { ask, page, says, switchboard } = await open({}, { locale: 'zh-CN' });
    await page.getByRole('button', { name: '发送' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    expect(await page.locator('#text').getAttribute('placeholder')).toBe('有问题尽管问');
    await ask('早上好');
    await says('You said: 早上好');
    expect(await page.locator('.expert').innerText()).toBe('通用');
    expect(switchboard.messages[0]?.text).toBe('早上好');
  });

  test('on a phone nothing is wider than the screen, and the conversations lie in a drawer', async () => {
    const long = `${'unbroken'.repeat(60)}\n\n\`\`\`\n${'code '.repeat(100)}\n\`\`\``;
    const { ended, page } = await open({}, PHONE);
    await page.locator('#greeting').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.locator('#text').fill(long);
    // There is no Shift+Enter under a thumb.
    await page.locator('#text').press('Enter');
    expect(await page.locator('#text').inputValue()).toBe(`${long}\n`);
    await page.locator('#send').tap();
    await ended();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await page.locator('#scroll').evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    await page.locator('#send').waitFor();
    expect(await page.locator('#sidebar').isVisible()).toBe(false);
    // Smaller letters would have iOS enlarge the page.
    const size = "parseFloat(getComputedStyle(document.getElementById('text')).fontSize)";
    expect(await page.evaluate(size)).toBeGreaterThanOrEqual(16);

    await page.getByRole('button', { name: 'Show conversations' }).tap();
    await page.locator('.conversation a').waitFor();
    await page.locator('#new').tap();
    await page.locator('#greeting').waitFor();
    await page.locator('#sidebar').waitFor({ state: 'hidden' });
  });

  test('on a phone a short message stands on one line', async () => {
    const { ended, page } = await open({}, PHONE);
    await page.locator('#text').fill('今天天气怎么样呢');
    await page.locator('#send').tap();
    await ended();
    const lines = `(() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('.bubble'));
      return range.getClientRects().length;
    })()`;
    expect(await page.evaluate(lines)).toBe(1);
  });

  test('a window made smaller lets the conversation be seen, and shows the list again when it grows', async () => {
    const { page } = await open({}, { viewport: { width: 1200, height: 700 } });
    await page.locator('#sidebar').waitFor();
    await page.setViewportSize({ width: 600, height: 700 });
    await page.locator('#sidebar').waitFor({ state: 'hidden' });
    await page.locator('#show-sidebar').waitFor();
    await page.setViewportSize({ width: 1200, height: 700 });
    await page.locator('#sidebar').waitFor();
  });

  test('on paper stands the conversation alone, in dark letters', async () => {
    const { ask, ended, page } = await open({}, { colorScheme: 'dark' });
    await ask('hello');
    await ended();
    await page.emulateMedia({ media: 'print' });
    const style = (selector: string, name: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${name}`);
    for (const part of ['#sidebar', '.lower', '.actions']) expect(await style(part, 'display')).toBe('none');
    expect(await style('#scroll', 'overflowY')).toBe('visible');
    expect(await style('body', 'color')).toBe('rgb(30, 36, 39)');
  });

  test('text from right to left stands on its own side', async () => {
    const { ask, ended, page } = await open();
    await ask('שלום עולם');
    await ended();
    expect(await page.evaluate("getComputedStyle(document.querySelector('.bubble')).direction")).toBe('rtl');
  });
});
