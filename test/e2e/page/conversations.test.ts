import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually } from '../../support/chat-page.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('conversations on the chat page', () => {
  const { open } = chatPages(chromium);

  test('go on over a second question and a reload; a new one is another', async () => {
    const { answers, ask, ended, page, problems, says, switchboard } = await open();
    await ask('first');
    await ended(1);
    await ask('second');
    await ended(2);
    await page.reload();
    await says('You said: second');
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['first', 'second']);
    expect(await answers.allInnerTexts()).toEqual(['You said: first', 'You said: second']);

    await page.locator('#new').click();
    await page.locator('#greeting').waitFor();
    expect(await page.locator('article').count()).toBe(0);
    await ask('third');
    await ended(1);
    const [first, second, third] = switchboard.messages.map(({ conversation }) => conversation);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(problems).toEqual([]);
  });

  test('stand in the address: the way back leads to the one before', async () => {
    const { ask, ended, page, says } = await open();
    await ask('in the first');
    await ended();
    await page.locator('#new').click();
    await ask('in the second');
    await says('You said: in the second');
    await page.goBack();
    await page.locator('#greeting').waitFor();
    await page.goBack();
    await says('You said: in the first');
    expect(await page.title()).toBe('in the first · Switchboard');
  });

  test('one that does not exist is said to, and leads to a new one', async () => {
    const { page, host } = await open();
    await page.goto(`${host.url}/#c=00000000000000000000000000000000`);
    await page.reload();
    await page
      .locator('.error', { hasText: 'does not exist' })
      .getByRole('button', { name: 'New chat' })
      .click();
    await page.locator('#greeting').waitFor();
  });

  test('are listed by day, searched, renamed', async () => {
    const { ask, ended, page } = await open();
    await ask('about apples');
    await ended();
    await page.locator('#new').click();
    await ask('about pears');
    await ended();
    const titles = page.locator('.conversation .title');
    await eventually(() => titles.allInnerTexts()).toEqual(['about pears', 'about apples']);
    expect(await page.locator('#conversations h2').allInnerTexts()).toEqual(['Today']);
    expect(await page.locator('.conversation [aria-current=page]').innerText()).toBe('about pears');

    await page.locator('#search').fill('apples');
    await eventually(() => titles.allInnerTexts()).toEqual(['about apples']);
    await page.locator('#search').fill('plums');
    await page.getByText('Nothing found.').waitFor();
    await page.locator('#search').fill('');
    await eventually(() => titles.count()).toBe(2);

    await page.getByRole('button', { name: 'Actions for “about pears”' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('New title').fill('Fruit');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Fruit' }).waitFor();
    await page.reload();
    await eventually(() => titles.allInnerTexts()).toEqual(['Fruit', 'about apples']);
  });

  test('are deleted for good, once it is confirmed', async () => {
    const { ask, ended, page } = await open();
    await ask('to be forgotten');
    await ended();
    const remove = async () => {
      await page.getByRole('button', { name: /^Actions for/ }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
    };
    await remove();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('.conversation').count()).toBe(1);
    await remove();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.locator('#greeting').waitFor();
    await page.getByText('Your conversations will stand here.').waitFor();
    await page.reload();
    await page.getByText('Your conversations will stand here.').waitFor();
  });

  test.each([
    ['Markdown', 'md'],
    ['JSON', 'json'],
  ])('are exported as %s', async (format, extension) => {
    const { ask, ended, page } = await open();
    await ask('worth keeping');
    await ended();
    await page.getByRole('button', { name: /^Actions for/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: `Export as ${format}` }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`worth keeping.*\\.${extension}$`));
    expect(await readFile(await download.path(), 'utf8')).toContain('You said: worth keeping');
  });

  test('keep what was typed and not sent, each its own', async () => {
    const { ask, ended, page } = await open();
    await ask('hello');
    await ended();
    await page.locator('#text').fill('half a thought');
    await page.locator('#new').click();
    expect(await page.locator('#text').inputValue()).toBe('');
    await page.locator('#text').fill('a new thought');
    await page.reload();
    await page.locator('#greeting').waitFor();
    expect(await page.locator('#text').inputValue()).toBe('a new thought');
    await page.locator('.conversation a').click();
    await eventually(() => page.locator('#text').inputValue()).toBe('half a thought');
  });

  test('of a long one the last turns are shown, the earlier ones on request', async () => {
    const { ask, ended, page, says, switchboard } = await open();
    await ask('turn 0');
    await ended();
    const [message] = switchboard.messages;
    if (!message) throw new Error('nothing was asked');
    for (let index = 1; index < 70; index++) {
      const next = { ...message, id: `${message.id}-${index}`, text: `turn ${index}` };
      await Array.fromAsync(switchboard.ask(next, new AbortController().signal));
    }
    await page.reload();
    await says('You said: turn 69');
    expect(await page.locator('.question').count()).toBe(50);
    await page.getByRole('button', { name: 'Show earlier messages' }).click();
    expect(await page.locator('.question').count()).toBe(70);
    expect(await page.locator('.bubble').first().innerText()).toBe('turn 0');
    expect(await page.locator('#earlier').isHidden()).toBe(true);
  });
});
