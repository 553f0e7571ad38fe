import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SwitchboardError } from '../../src/errors.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { createFakeSwitchboard, type FakeOptions } from '../support/fake-switchboard.ts';
import { startHttpHost } from '../support/http-host.ts';
import { startWhole } from '../support/whole.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('the chat page', () => {
  let browser: Browser;
  const toClose: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await Promise.all(toClose.splice(0).map((part) => part.close()));
  });

  async function open(options: FakeOptions = {}, look: BrowserContextOptions = {}) {
    const switchboard = createFakeSwitchboard(options);
    const host = await startHttpHost(switchboard);
    toClose.push(host);
    return { switchboard, host, ...(await visit(host.url, look)) };
  }

  async function visit(url: string, look: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: 'en-US', ...look });
    const page = await context.newPage();
    // A policy violation, a script error or a call elsewhere is a defect in every test.
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
    await page.goto(url);
    return { page, problems };
  }

  const ask = async (page: Page, text: string) => {
    await page.locator('#text').fill(text);
    await page.locator('#text').press('Enter');
  };
  const answers = (page: Page) => page.locator('.answer .body');
  const ended = (page: Page, count = 1) =>
    page
      .locator('.answer:not([aria-busy])')
      .nth(count - 1)
      .waitFor();
  /** An answer whose pieces come when the test says so. */
  const stepwise = () => {
    const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const answer = async function* () {
      yield 'The first part. ';
      await steps[0].promise;
      yield 'The second part.';
      await steps[1].promise;
    };
    return { answer, go: (step: 0 | 1) => steps[step].resolve() };
  };

  test('shows an answer as it comes, then who gave it, with the receipt folded', async () => {
    const { answer, go } = stepwise();
    const { page, problems } = await open({ answer });
    await ask(page, 'hello');
    await page.getByText('The first part.').waitFor();
    expect(await page.locator('.expert').textContent()).toBe('General');
    expect(await page.locator('#text').inputValue()).toBe('');
    go(0);
    await page.getByText('The first part. The second part.').waitFor();
    expect(await page.locator('.receipt').count()).toBe(0);
    go(1);
    await page.locator('.receipt summary').click();
    const rows = await page.locator('.receipt dl').innerText();
    for (const words of ['General', 'fake-model', 'classifier · 90 %', '0.0 s'])
      expect(rows).toContain(words);
    expect(problems).toEqual([]);
  });

  test('keeps the conversation over a second question and a reload, and begins a new one when asked to', async () => {
    const { page, switchboard, problems } = await open();
    await ask(page, 'first');
    await ended(page, 1);
    await ask(page, 'second');
    await ended(page, 2);
    await page.reload();
    await page.getByText('You said: second').waitFor();
    expect(await page.locator('.question').allInnerTexts()).toEqual(['first', 'second']);
    expect(await answers(page).allInnerTexts()).toEqual(['You said: first', 'You said: second']);

    await page.locator('#new').click();
    expect(await page.locator('article').count()).toBe(0);
    await page.locator('#greeting').waitFor();
    await ask(page, 'third');
    await ended(page, 1);
    const [first, second, third] = switchboard.messages.map(({ conversation }) => conversation);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(problems).toEqual([]);
  });

  test('Shift+Enter makes a new line, an empty message is not sent', async () => {
    const { page, switchboard } = await open();
    await ask(page, '  ');
    await page.locator('#text').fill('one');
    await page.locator('#text').press('Shift+Enter');
    await page.locator('#text').pressSequentially('two');
    await page.locator('#send').click();
    await ended(page);
    expect(switchboard.messages.map(({ text }) => text)).toEqual(['one\ntwo']);
  });

  test.each(['the button', 'Esc'])(
    '%s stops an answer; what was written stays, also after a reload',
    async (how) => {
      const { page, switchboard } = await open({ answer: stepwise().answer });
      await ask(page, 'hello');
      await page.getByText('The first part.').waitFor();
      if (how === 'Esc') await page.keyboard.press('Escape');
      else await page.locator('#send').click();
      await switchboard.whenStopped();
      await page.getByText('Stopped.').waitFor();
      expect(await page.locator('#send').innerText()).toBe('Send');
      await page.reload();
      await page.getByText('The first part.').waitFor();
      await page.getByText('Stopped.').waitFor();
    },
  );

  test('an error is said in words and can be tried again', async () => {
    let fails = true;
    const { page } = await open({
      answer: async function* (text) {
        if (fails) throw new SwitchboardError('expert_unavailable', 'All models rest.');
        yield `to ${text}`;
      },
    });
    await ask(page, 'hello');
    await page.locator('.error', { hasText: 'All models rest.' }).waitFor();
    fails = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('to hello').waitFor();
    expect(await page.locator('.error').count()).toBe(0);
    expect(await page.locator('.question').count()).toBe(1);
  });

  test('an error in mid-answer leaves what was written', async () => {
    const { page } = await open({
      answer: async function* () {
        yield 'half an answer';
        throw new SwitchboardError('answer_broke_off', 'It broke.');
      },
    });
    await ask(page, 'hello');
    await page.locator('.error', { hasText: 'It broke.' }).waitFor();
    expect(await answers(page).innerText()).toBe('half an answer');
  });

  test('a stream that ends without an end is told apart from a whole answer', async () => {
    const { page } = await open({
      events: async function* () {
        yield { event: 'text', data: { delta: 'half' } };
      },
    });
    await ask(page, 'hello');
    await page.locator('.error', { hasText: 'broke off' }).waitFor();
    expect(await answers(page).innerText()).toBe('half');
  });

  test('a server that is gone is said in words', async () => {
    const { page, host } = await open();
    await page.locator('#experts li').first().waitFor();
    await host.close();
    await ask(page, 'hello');
    await page.locator('.error', { hasText: 'could not be reached' }).waitFor();
  });

  test('a hostile answer stays text: live, from the history, and in the experts', async () => {
    const hostile = [
      '<img src=x onerror="document.title=1"><script>document.title=2</script>',
      '```<b>\n</code></pre><svg onload="document.title=3">\n```',
      '[a](javascript:document.title=4)',
    ].join('\n\n');
    const { page, problems } = await open({
      answer: async function* () {
        yield* hostile;
      },
    });
    await ask(page, hostile);
    await ended(page);
    for (const visit of ['live', 'reloaded']) {
      if (visit === 'reloaded') await page.reload();
      await page.locator('pre code', { hasText: '</code></pre><svg onload="document.title=3">' }).waitFor();
      expect(await page.locator('article :is(img, script, svg, a, b)').count()).toBe(0);
      expect(await page.title()).toBe('Switchboard');
    }
    expect(problems).toEqual([]);
  });

  test('code stands in a block of its own, the rest keeps its lines', async () => {
    const { page } = await open({
      answer: async function* () {
        yield* ['Before\nthat', '\n\n``', '`py\nprint("hi")\n', '  x\n```\nAfter'];
      },
    });
    await ask(page, 'code, please');
    await ended(page);
    expect(await page.locator('pre[data-language=py] code').textContent()).toBe('print("hi")\n  x');
    expect(await page.locator('.body p').allTextContents()).toEqual(['Before\nthat', 'After']);
  });

  test('a repaired answer takes the place of the first one', async () => {
    const { page } = await open({
      events: async function* () {
        yield { event: 'text', data: { delta: 'wrong' } };
        yield { event: 'replace', data: { text: 'right' } };
      },
    });
    await ask(page, 'hello');
    await ended(page);
    expect(await answers(page).innerText()).toBe('right');
  });

  test('an answer of 100,000 characters is shown whole and leaves the page usable', async () => {
    const word = 'lorem ipsum 四 ';
    const { page, problems } = await open({
      answer: async function* () {
        for (let index = 0; index < 8_000; index++) yield word + (index % 20 === 19 ? '\n\n' : '');
      },
    });
    await ask(page, 'a lot');
    await ended(page);
    const shown = await answers(page).evaluate((body) => body.textContent?.length ?? 0);
    expect(shown).toBe(8_000 * word.length);
    const fromEnd = () =>
      page.locator('#scroll').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(fromEnd).toBeLessThan(2);
    await page.locator('#text').fill('still here');
    expect(await page.locator('#text').inputValue()).toBe('still here');
    expect(problems).toEqual([]);
  });

  test('somebody who scrolls up to read is not pulled down by the rest of the answer', async () => {
    const go = Promise.withResolvers<void>();
    const lines = 'a line\n\n'.repeat(200);
    const { page } = await open({
      answer: async function* () {
        yield lines;
        await go.promise;
        yield lines;
      },
    });
    await ask(page, 'a lot');
    const top = () => page.locator('#scroll').evaluate((box) => box.scrollTop);
    await expect.poll(top).toBeGreaterThan(3_000);
    const place = (await top()) - 2_000;
    await page.locator('#scroll').hover();
    await page.mouse.wheel(0, -2_000);
    await expect.poll(top).toBe(place);
    go.resolve();
    await ended(page);
    expect(await top()).toBe(place);
  });

  test('while a model loads its progress is shown, a question waits for it', async () => {
    const { page, switchboard } = await open();
    switchboard.setReadiness({ ready: false, detail: 'Fetching the model: 40 of 93 MB.', progress: 0.43 });
    await page.reload();
    await page.locator('#notice', { hasText: '40 of 93 MB' }).waitFor();
    expect(await page.locator('#notice-progress').getAttribute('value')).toBe('0.43');
    await ask(page, 'hello');
    await page.getByText('as soon as the model is ready').waitFor();
    expect(switchboard.messages).toEqual([]);
    switchboard.setReadiness({ ready: true, detail: 'ready', progress: null });
    await page.getByText('You said: hello').waitFor();
    expect(await page.locator('#notice').isHidden()).toBe(true);
  });

  test('when no model can be had, it says what to set', async () => {
    const { page, switchboard } = await open();
    switchboard.setReadiness({ ready: false, detail: 'Set EXPERT_GENERAL_URL.', progress: null });
    await page.reload();
    await page.locator('#notice', { hasText: 'Set EXPERT_GENERAL_URL.' }).waitFor();
    expect(await page.locator('#notice-progress').isHidden()).toBe(true);
  });

  test('a key is asked for when the server wants one, never kept in the address, and a wrong one is said', async () => {
    const { page } = await open({ config: { http: { apiKeys: ['right'] } } });
    await page.locator('#key').fill('wrong');
    await page.locator('#key').press('Enter');
    await page.locator('#key-problem', { hasText: 'not known' }).waitFor();
    await page.locator('#key').fill('right');
    await page.getByRole('button', { name: 'Use key' }).click();
    await ask(page, 'hello');
    await page.getByText('You said: hello').waitFor();
    expect(await page.locator('#key-form').isHidden()).toBe(true);
    expect(page.url()).not.toContain('right');
    await page.reload();
    await page.getByText('You said: hello').waitFor();
  });

  test('a Chinese browser gets a Chinese page', async () => {
    const { page, switchboard } = await open({}, { locale: 'zh-CN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
    expect(await page.locator('#send').innerText()).toBe('发送');
    expect(await page.locator('#text').getAttribute('placeholder')).toBe('输入问题');
    await ask(page, '早上好');
    await page.getByText('You said: 早上好').waitFor();
    expect(await page.locator('.expert').innerText()).toBe('通用');
    expect(switchboard.messages[0]?.text).toBe('早上好');
  });

  test('on a phone nothing is wider than the screen', async () => {
    const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
    const long = `${'unbroken'.repeat(60)}\n\n\`\`\`\n${'code '.repeat(100)}\n\`\`\``;
    const { page } = await open({}, phone);
    await ask(page, long);
    await ended(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await page.locator('#scroll').evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    await page.locator('#send').waitFor({ state: 'visible' });
  });

  test('text from right to left stands on its own side', async () => {
    const { page } = await open();
    await ask(page, 'שלום עולם');
    await ended(page);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.bubble')).direction")).toBe('rtl');
  });

  test('of a long history the last turns are shown, the earlier ones on request', async () => {
    const { page, switchboard } = await open();
    await ask(page, 'turn 0');
    await ended(page);
    const [message] = switchboard.messages;
    if (!message) throw new Error('nothing was asked');
    for (let index = 1; index < 70; index++) {
      await Array.fromAsync(
        switchboard.ask({ ...message, text: `turn ${index}` }, new AbortController().signal),
      );
    }
    await page.reload();
    await page.getByText('You said: turn 69').waitFor();
    expect(await page.locator('.question').count()).toBe(50);
    await page.getByRole('button', { name: 'Show earlier messages' }).click();
    expect(await page.locator('.question').count()).toBe(70);
    expect(await page.locator('.question').first().innerText()).toBe('turn 0');
    expect(await page.locator('#earlier').isHidden()).toBe(true);
  });

  test('over real turns and a model’s server: answers, remembers over a reload, stops the model', async () => {
    const vllm = await startVllm({ script: () => 'The answer of the model.' });
    const whole = await startWhole({ general: [vllm.url] });
    toClose.push(whole, vllm);
    const { page, problems } = await visit(whole.url);
    await ask(page, 'Who are you?');
    await page.getByText('The answer of the model.').waitFor();
    await page.locator('.receipt summary', { hasText: 's' }).click();
    expect(await page.locator('.receipt dl').innerText()).toContain('double/chat-7b');
    await page.reload();
    await page.getByText('The answer of the model.').waitFor();

    await vllm.set({ tokenMs: 50, script: () => 'word '.repeat(1_000) });
    await ask(page, 'And now at length');
    await page.getByText('word word').waitFor();
    await page.keyboard.press('Escape');
    await vllm.nextAbort();
    await page.getByText('Stopped.').waitFor();
    expect(problems).toEqual([]);
  });
});
