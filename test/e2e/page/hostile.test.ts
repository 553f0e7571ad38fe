import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually } from '../../support/chat-page.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('a hostile or huge answer on the chat page', () => {
  const { open } = chatPages(chromium);

  test('stays text: live, from the history, in the title and the list', async () => {
    const hostile = [
      '<img src=x onerror="document.title=1"><script>document.title=2</script>',
      '```<b>\n</code></pre><svg onload="document.title=3">\n```',
      '[a](javascript:document.title=4)',
    ].join('\n\n');
    const { ask, ended, page, problems } = await open({
      answer: async function* () {
        yield* hostile;
      },
    });
    await ask(hostile);
    await ended();
    for (const visit of ['live', 'reloaded']) {
      if (visit === 'reloaded') await page.reload();
      await page.locator('pre code', { hasText: '</code></pre><svg onload="document.title=3">' }).waitFor();
      expect(await page.locator('article :is(img, script, b, [onload], [onerror])').count()).toBe(0);
      expect(await page.locator('article a').count()).toBe(0);
      await page.locator('.conversation .title', { hasText: '<img src=x' }).waitFor();
      expect(await page.title()).toMatch(/^<img src=x onerror/);
    }
    expect(problems).toEqual([]);
  });

  test('of 100,000 characters is shown whole and leaves the page usable', async () => {
    const word = 'lorem ipsum 四 ';
    const { answers, ask, ended, page, problems } = await open({
      answer: async function* () {
        for (let index = 0; index < 8_000; index++) yield word + (index % 20 === 19 ? '\n\n' : '');
      },
    });
    await ask('a lot');
    await ended();
    const letters = () => answers.evaluate((body) => body.textContent?.replace(/\s/g, '').length ?? 0);
    await eventually(letters).toBe(8_000 * word.replace(/\s/g, '').length);
    const fromEnd = () =>
      page.locator('#scroll').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await eventually(fromEnd).toBeLessThan(2);
    await page.locator('#text').fill('still here');
    expect(await page.locator('#text').inputValue()).toBe('still here');
    expect(problems).toEqual([]);
  });

  test('code stands in a block of its own with its language', async () => {
    const { ask, ended, page } = await open({
      answer: async function* () {
        yield* ['Before\nthat', '\n\n``', '`py\nprint("hi")\n', '  x\n```\nAfter'];
      },
    });
    await ask('code, please');
    await ended();
    expect(await page.locator('.body pre code').textContent()).toMatch(/^print\("hi"\)\n {2}x\n?$/);
    expect(await page.locator('.body p').allTextContents()).toEqual(['Before\nthat', 'After']);
  });
});
