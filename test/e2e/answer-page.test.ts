import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startAnswerStage } from '../support/answer-stage.ts';
import { findChromium, launchChromium } from '../support/browser.ts';

const chromium = findChromium();
/** Elements drawn in one go; so many take some 50 ms to make and lay out. The answers below have up to 30,000. */
const LARGEST_SLICE = 5_000;

describe.skipIf(chromium === null)('an answer on the page', () => {
  let browser: Browser;
  let stage: Awaited<ReturnType<typeof startAnswerStage>>;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([startAnswerStage(), launchChromium(chromium ?? '')]);
  });
  afterAll(() => Promise.all([browser?.close(), stage?.close()]));
  afterEach(() => stage.tidy(browser));

  const open = (look?: BrowserContextOptions) => stage.open(browser, look);
  const answer = (page: Page) => page.locator('#answer');
  const html = (page: Page) => answer(page).locator('.blocks').innerHTML();

  /** Selects from the start of one element to the end of another, and copies. */
  const copied = async (page: Page, from: string, to = from) => {
    return page.evaluate(
      ([first, last]) => {
        const scope = globalThis as never as { document: never; getSelection(): never };
        return copySelection(scope as never, first ?? '', last ?? '');
        // biome-ignore lint/suspicious/noExplicitAny: the page's own types are not those of this project's tests
        function copySelection({ document, getSelection }: any, a: string, b: string) {
          const range = document.createRange();
          range.setStartBefore(document.querySelector(a));
          range.setEndAfter(document.querySelector(b));
          const selection = getSelection.call(globalThis);
          selection.removeAllRanges();
          selection.addRange(range);
          const copy = Object.assign(new Event('copy', { bubbles: true, cancelable: true }), {
            clipboardData: { data: {} as Record<string, string>, setData: setIn },
          });
          function setIn(this: { data: Record<string, string> }, type: string, text: string) {
            this.data[type] = text;
          }
          document.dispatchEvent(copy);
          return { prevented: copy.defaultPrevented, ...copy.clipboardData.data };
        }
      },
      [from, to],
    ) as Promise<{ prevented: boolean; 'text/plain'?: string; 'text/html'?: string }>;
  };

  test('is drawn as it comes, and in the end as if it had come whole', async () => {
    const { page, problems, call } = await open();
    const text =
      '# Title\n\nSome **strong** words.\n\n1. one\n2. two\n   - in two\n\n> quote\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nEnd.';
    await call('begin');
    await call('append', '# Title\n\nSome **str');
    await answer(page).locator('strong', { hasText: 'str' }).waitFor();
    expect(await answer(page).locator('h3').innerText()).toBe('Title');
    await call('stream', text, 3);
    const streamed = await html(page);
    await call('show', text);
    expect(await html(page)).toBe(streamed);
    expect(await answer(page).locator('ol > li').count()).toBe(2);
    expect(
      await answer(page)
        .locator('td')
        .nth(1)
        .evaluate((cell) => cell.className),
    ).toBe('align-right');
    expect(problems).toEqual([]);
  });

  test('does not touch what stands, so that a selection in it holds', async () => {
    const { page, call } = await open();
    await call('begin');
    await call('append', 'First paragraph.\n\nSecond');
    await page.getByText('Second').waitFor();
    await page.evaluate(
      "globalThis.kept = document.querySelector('#answer p'); getSelection().selectAllChildren(kept)",
    );
    await call('append', ' one.\n\nThird with $x^2$.');
    await call('finish');
    await page.getByText('Third').waitFor();
    expect(await page.evaluate("kept === document.querySelector('#answer p')")).toBe(true);
    expect(await page.evaluate('String(getSelection())')).toBe('First paragraph.');
  });

  test('that is repaired is the repaired one', async () => {
    const { page, call } = await open();
    await call('begin');
    await call('append', 'Two and two is **five**.\n\nMore.');
    await page.getByText('five').waitFor();
    await call('replace', 'Two and two is **four**.');
    await call('finish');
    expect(await answer(page).innerText()).toBe('Two and two is four.');
    expect(await call('text')).toBe('Two and two is **four**.');
  });

  test('typesets formulas, and shows the source of one that cannot be read', async () => {
    const { page, problems, call } = await open();
    await call('show', 'Inline $a^2+b^2$ and\n\n$$\\frac{1}{2}$$\n\nand $\\nosuchcommand{x}$.');
    await answer(page).locator('.math-inline.typeset .katex').waitFor();
    const display = answer(page).locator('.math-display.typeset');
    await display.waitFor();
    expect(await display.locator('math mfrac').count()).toBe(1);
    expect(await answer(page).locator('code').allInnerTexts()).toEqual(['\\nosuchcommand{x}']);
    const fonts =
      "document.fonts.ready.then(() => [...document.fonts].filter((font) => font.status === 'loaded').length)";
    expect(await page.evaluate(fonts)).toBeGreaterThan(0);
    // Drawn by the styles: the fraction's numerator stands above its denominator.
    const heights = await display.evaluate((box) => box.getBoundingClientRect().height);
    expect(heights).toBeGreaterThan(35);
    expect(problems).toEqual([]);
  });

  test('copies as LaTeX, with the words and lines around it', async () => {
    const { page, call } = await open();
    await call('show', 'Let $x^2$ be.\n\n$$\ny+1\n$$\n\n- one $z$\n- two\n');
    await answer(page).locator('.typeset').nth(2).waitFor();
    const whole = await copied(page, '#answer p', '#answer ul');
    expect(whole['text/plain']).toBe('Let $x^2$ be.\n\n$$\ny+1\n$$\n\n- one $z$\n- two');
    expect(whole['text/html']).not.toContain('katex');
    // Half a formula is the whole of it.
    expect((await copied(page, '#answer .katex-html .mord'))['text/plain']).toBe('$x^2$');
    await call('show', 'No formula.');
    await page.getByText('No formula.').waitFor();
    expect(await copied(page, '#answer p')).toEqual({ prevented: false });
  });

  test('has code with its language, in colours, and a button that copies it', async () => {
    const { page, problems, call } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const code = 'def f(x):\n    return "<b>" + x  # note';
    await call('stream', `\`\`\`python\n${code}\n\`\`\`\n\n\`\`\`nosuchlanguage\nx\n\`\`\``, 7);
    const block = answer(page).locator('.code').first();
    await block.locator('.hl-comment', { hasText: '# note' }).waitFor();
    expect(await block.locator('.hl-keyword').allInnerTexts()).toEqual(['def', 'return']);
    expect(await block.locator('pre').innerText()).toBe(code);
    expect(await block.locator('.code-language').innerText()).toBe('python');
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(code);
    await block.getByRole('button', { name: 'Wrap lines' }).click();
    const wrapping = "getComputedStyle(document.querySelector('#answer pre')).whiteSpace";
    expect(await page.evaluate(wrapping)).toBe('pre-wrap');
    expect(problems).toEqual([]);
  });

  test('shows the first rows of a long table, and all when asked to', async () => {
    const { page, call } = await open();
    await call(
      'show',
      `| n | square |\n|---|---|\n${Array.from({ length: 500 }, (_, n) => `| ${n} | ${n * n} |\n`).join('')}`,
    );
    const rows = answer(page).locator('tbody tr');
    expect(await rows.count()).toBe(100);
    await page.getByRole('button', { name: 'Show all 500 rows' }).click();
    await rows.nth(499).waitFor();
    expect(await rows.nth(499).innerText()).toBe('499\t249001');
    expect(await page.getByRole('button').count()).toBe(0);
    // It scrolls by itself, so the keyboard can reach it.
    await page.getByRole('region', { name: 'Table' }).waitFor();
  });

  test('sets right-to-left text from the right, with code and formulas from the left', async () => {
    const { page, call } = await open();
    await call('show', 'שלום עולם $x+1$\n\n- שלום\n- עולם\n\n```js\nlet a = 1\n```\n\n你好，**世界**。');
    const direction = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('#answer ${selector}')).direction`);
    expect(await Promise.all(['p', 'ul', '.math', '.code', '.blocks > p:last-child'].map(direction))).toEqual(
      ['rtl', 'rtl', 'ltr', 'ltr', 'ltr'],
    );
    expect(await answer(page).locator('strong').innerText()).toBe('世界');
  });

  test('links only to the web, in a tab of its own, and loads no picture', async () => {
    const { page, problems, call } = await open();
    await call(
      'show',
      '[good](https://example.org/) ![pic](https://example.org/p.png) [bad](javascript:alert(1)) ![worse](data:text/html,x)',
    );
    const links = answer(page).locator('a');
    await links.first().waitFor();
    expect(await links.allInnerTexts()).toEqual(['good', 'pic']);
    for (const link of await links.all()) {
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
      expect(await link.getAttribute('target')).toBe('_blank');
    }
    expect(await answer(page).locator('img').count()).toBe(0);
    expect(await answer(page).innerText()).toContain('worse');
    expect(problems).toEqual([]);
  });

  test('leads from a footnote’s mark to the note and back', async () => {
    const { page, call } = await open();
    await call('show', 'A claim[^1].\n\n[^1]: Its source.');
    await answer(page).locator('sup button').click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('1.');
    expect(await answer(page).locator('.footnote').innerText()).toContain('Its source.');
  });

  test('of the history that is far off stands as text, and is drawn when it comes near', async () => {
    const { page, call } = await open();
    await page.evaluate("document.querySelector('main').style.paddingTop = '9000px'");
    await call('show', 'Some **strong** words.');
    expect(await answer(page).innerText()).toBe('Some **strong** words.');
    await answer(page).scrollIntoViewIfNeeded();
    await answer(page).locator('strong').waitFor();
    expect(await answer(page).innerText()).toBe('Some strong words.');
  });

  test('stands as text while its reader hangs, and for good when that is given up; the next one gets another reader', async () => {
    let workers = 0;
    const { page, call } = await stage.open(browser, {}, async (opened) => {
      await opened.addInitScript({ content: KEEP_FIRST_TICK });
      await opened.route('**/answer-worker-*.js', (route) => {
        workers++;
        if (workers > 1) return route.continue();
        return route.fulfill({ contentType: 'text/javascript', body: "postMessage('ready')" });
      });
    });
    await call('begin');
    await call('append', 'Some **strong**');
    await page.getByText('Some **strong**').waitFor();
    await call('append', ' words.');
    await page.getByText('Some **strong** words.').waitFor();
    const finished = call('finish');
    await page.evaluate('for (let second = 0; second < 8; second++) tick()');
    await finished;
    expect(await answer(page).innerText()).toBe('Some **strong** words.');
    await call('stream', 'The *next* one.', 4);
    expect(await answer(page).locator('em').innerText()).toBe('next');
    expect(workers).toBe(2);
  });

  test('stands as text when its reader cannot be had', async () => {
    const { page, call } = await stage.open(browser, {}, (opened) =>
      opened.route('**/answer-worker-*.js', (route) => route.fulfill({ status: 404 })),
    );
    await call('stream', 'Some **strong** words.', 5);
    expect(await answer(page).innerText()).toBe('Some **strong** words.');
  });

  const HOSTILE: Readonly<Record<string, string>> = {
    'scripts and handlers': [
      '<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>',
      '[x](javascript:alert(4)) <javascript:alert(5)> ![x](javascript:alert(6))',
      '<iframe src="//example.org"></iframe><a href="javascript:alert(7)" onclick="alert(8)">x</a>',
      '$\\href{javascript:alert(9)}{x}$ $\\htmlId{answer}{x}$ $\\includegraphics{https://example.org/x.png}$',
      '```"><img src=x onerror=alert(10)>\n<script>alert(11)</script>\n```',
      '[^<img src=x onerror=alert(12)>]\n\n[^<img src=x onerror=alert(12)>]: x',
    ].join('\n\n'),
    '100,000 characters without a break': 'a'.repeat(100_000),
    'a table of 5,000 rows': `| a | b |\n|---|---|\n${'| one | **two** |\n'.repeat(5_000)}`,
    '1,000 quotes within each other': `${'>'.repeat(1_000)} deep`,
    '300 lists within each other': Array.from({ length: 300 }, (_, n) => `${'  '.repeat(n)}- x`).join('\n'),
    '10,000 formulas': '$x^2$ '.repeat(10_000),
    'formulas that grow without end': `$$${'{'.repeat(2_000)}x${'}'.repeat(2_000)}$$\n\n$$\\def\\a{\\a\\a}\\a$$\n\n$$\\rule{9999em}{9999em}$$`,
  };

  test.each(Object.keys(HOSTILE))(
    'hostile: %s neither runs nor freezes the page',
    async (name) => {
      const { page, problems, call } = await open();
      const text = HOSTILE[name] ?? '';
      const { tasks, largest } = await call('load', text);
      expect(tasks).toBeGreaterThan(1);
      expect(largest).toBeLessThan(LARGEST_SLICE);
      expect((await answer(page).innerText()).length).toBeGreaterThan(0);
      expect(
        await answer(page).locator('script, img, iframe, svg[onload], [onclick], [onerror]').count(),
      ).toBe(0);
      expect(await page.evaluate('document.querySelectorAll("#answer").length')).toBe(1);
      expect(await page.evaluate('stage.policyViolations')).toEqual([]);
      // Nothing of it is wider than the answer, or stands over what is around it.
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      // The next one is drawn as ever.
      await call('stream', 'Still *here*.', 3);
      expect(await answer(page).locator('em').innerText()).toBe('here');
      expect(problems).toEqual([]);
    },
    60_000,
  );
});

/** Runs in the page: what watches the reader each second can be called by the test, too. */
const KEEP_FIRST_TICK = `
  const real = window.setInterval;
  window.setInterval = (run, ms) => {
    window.tick ??= run;
    return real.call(window, run, ms);
  };
`;
