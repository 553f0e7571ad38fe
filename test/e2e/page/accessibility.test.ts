import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages, PHONE } from '../../support/chat-page.ts';

const chromium = findChromium();
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const RICH = [
  '# A title',
  'Some **words**, `code` and a [link](https://example.org).',
  '```python\n# a comment\ndef add(a: int) -> str:\n    return f"{a} {1.5}"\n```',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '- one\n- two',
  '$$x^2$$',
].join('\n\n');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe.skipIf(chromium === null)('accessibility of the chat page', () => {
  const { open } = chatPages(chromium);
  const answer = async function* () {
    yield RICH;
  };

  /** What axe finds, as lines for the test's message. */
  async function audit(page: Page, part = 'html'): Promise<string[]> {
    await page.evaluate(await readFile(AXE, 'utf8'));
    const found = await page.evaluate(
      `axe.run('${part}', { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`,
    );
    return (found as Violation[]).flatMap(({ id, nodes }) =>
      nodes.map(({ failureSummary, html }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
  }

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test('the first visit is without a violation', async () => {
      const { page } = await open({}, { colorScheme });
      await page.locator('#greeting').waitFor();
      expect(await audit(page)).toEqual([]);
      await page.locator('#text').pressSequentially('/');
      await page.getByRole('option').first().waitFor();
      // The rest lies under the list of commands.
      expect(await audit(page, '#composer')).toEqual([]);
    });

    test('a conversation, its receipt and its menus are without a violation', async () => {
      const { ask, ended, page } = await open({ answer }, { colorScheme });
      await ask('hello');
      await ended();
      await page.locator('.receipt summary').click();
      await page.locator('.answer table').waitFor();
      expect(await audit(page)).toEqual([]);
      await page.locator('#expert-picker').click();
      await page.getByRole('menu').waitFor();
      expect(await audit(page)).toEqual([]);
    });

    test('the settings and the help are without a violation', async () => {
      const { page } = await open({}, { colorScheme });
      await page.locator('#settings').click();
      await page.getByRole('radio', { name: 'Tutor' }).check();
      expect(await audit(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('#help').click();
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      expect(await audit(page)).toEqual([]);
    });
  });

  test('an error, a key’s dialog and a Chinese page are without a violation', async () => {
    const { page } = await open({ config: { http: { apiKeys: ['right'] } } }, { locale: 'zh-CN' });
    await page.locator('#key').waitFor();
    expect(await audit(page)).toEqual([]);
    const failing = await open({
      events: async function* () {
        yield { event: 'error', data: { error: { message: 'No.', type: '', param: null, code: null } } };
      },
    });
    await failing.ask('hello');
    await failing.page.locator('.error').waitFor();
    expect(await audit(failing.page)).toEqual([]);
  });

  test('on a phone the conversation and the drawer are without a violation', async () => {
    const { ended, page } = await open({ answer }, PHONE);
    await page.locator('#text').fill('hello');
    await page.locator('#send').tap();
    await ended();
    expect(await audit(page)).toEqual([]);
    await page.locator('#show-sidebar').tap();
    await page.locator('.conversation a').waitFor();
    expect(await audit(page)).toEqual([]);
  });
});
