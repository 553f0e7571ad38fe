import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually } from '../../support/chat-page.ts';

const chromium = findChromium();
/** A red dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(chromium === null)('writing a message', () => {
  const { open } = chatPages(chromium);

  test('Shift+Enter makes a new line, an empty message is not sent', async () => {
    const { ask, ended, page, switchboard } = await open();
    await ask('  ');
    await page.locator('#text').fill('one');
    await page.locator('#text').press('Shift+Enter');
    await page.locator('#text').pressSequentially('two');
    await page.locator('#send').click();
    await ended();
    expect(switchboard.messages.map(({ text }) => text)).toEqual(['one\ntwo']);
  });

  test.each([
    ['isComposing', { isComposing: true }],
    ['key code 229', { keyCode: 229 }],
  ])('Enter that takes a word of an input method does not send (%s)', async (_, how) => {
    const { ended, page, switchboard } = await open();
    await page.locator('#text').fill('nihao');
    await page.locator('#text').dispatchEvent('keydown', { key: 'Enter', bubbles: true, ...how });
    expect(await page.locator('#text').inputValue()).toBe('nihao');
    await page.locator('#text').press('Enter');
    await ended();
    expect(switchboard.messages.length).toBe(1);
  });

  test('commands are offered as they are typed, chosen by arrows and Tab, closed by Escape', async () => {
    const { page } = await open();
    const field = page.locator('#text');
    const options = page.getByRole('option');
    await field.pressSequentially('/');
    await options.first().waitFor();
    expect(await options.count()).toBeGreaterThan(10);
    await field.pressSequentially('re');
    await eventually(() => options.allInnerTexts()).toHaveLength(2);
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    await field.press('ArrowDown');
    const active = await field.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).innerText()).toContain('/reset');
    await field.press('ArrowUp');
    await field.press('Tab');
    expect(await field.inputValue()).toBe('/retry ');
    expect(await options.count()).toBe(0);

    await field.fill('/ma');
    await options.first().waitFor();
    await field.press('Escape');
    await options.first().waitFor({ state: 'hidden' });
    expect(await field.inputValue()).toBe('/ma');
    await field.pressSequentially('t');
    await options.first().waitFor();
    await field.press('Enter');
    expect(await field.inputValue()).toBe('/math ');
  });

  test('a command says what it has to say; /reset begins anew', async () => {
    const { ask, ended, page, says } = await open();
    await ask('hello');
    await ended();
    await ask('/help');
    await says('/translate');
    await ask('/reset');
    await eventually(() => page.locator('.answer', { hasText: 'You said' }).count()).toBe(0);
  });

  test('files are taken from the picker, the clipboard and a drop, shown, and can be removed', async () => {
    const { ended, page, switchboard } = await open();
    const files = page.locator('.composer .file');
    await page.locator('#attach').waitFor();
    await page.locator('input[type=file]').setInputFiles([
      { name: 'dot.png', mimeType: 'image/png', buffer: PNG },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('some notes') },
    ]);
    await eventually(() => files.count()).toBe(2);
    await page.locator('.composer canvas[aria-label="dot.png"]').waitFor();
    await page.evaluate(bringFile('paste', 'pasted.md'));
    await page.evaluate(bringFile('drop', 'dropped.csv'));
    await eventually(() => files.count()).toBe(4);
    await page.getByRole('button', { name: 'Remove notes.txt' }).click();
    await page.locator('#text').fill('what is on it?');
    await page.locator('#text').press('Enter');
    await ended();
    expect(await files.count()).toBe(0);
    expect(switchboard.messages[0]?.attachments.map(({ name, mime }) => [name, mime])).toContainEqual([
      'dot.png',
      'image/png',
    ]);
    expect(await page.locator('.question .file').count()).toBe(3);
    await page.reload();
    await page.locator('.question .file').first().waitFor();
  });

  test('what cannot be sent is said before anything is uploaded', async () => {
    const { page } = await open();
    // The real limit would have the test carry many megabytes.
    await page.route('**/web/status', async (route) => {
      const status = await (await route.fetch()).json();
      await route.fulfill({ json: { ...status, limits: { ...status.limits, attachment_bytes: 1_024 } } });
    });
    await page.reload();
    await page.locator('#greeting').waitFor();
    const choose = (name: string, mimeType: string, buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
    await choose('film.mp4', 'video/mp4', Buffer.from('x'));
    await page.getByText('“film.mp4” is neither a picture nor a text file').waitFor();
    await choose('raw.bin', '', Buffer.from([0, 1, 2]));
    await page.getByText('“raw.bin” is neither').waitFor();
    await choose('scan.bmp', 'image/bmp', PNG);
    await page.getByText('Pictures may be PNG, JPEG').waitFor();
    await choose('log.txt', 'text/plain', Buffer.alloc(1_025, 'a'));
    await page.getByText('“log.txt” is too large: a file may have 1 KB.').waitFor();
    expect(await page.locator('.composer .file').count()).toBe(0);
  });

  test('how much can be attached is told at the button', async () => {
    const { page } = await open();
    await eventually(() => page.locator('#attach').getAttribute('title')).toBe(
      'Pictures or text files: up to 10, 14 MB in all',
    );
  });
});

/** Runs in the page: a file comes as a person brings it. */
function bringFile(how: 'paste' | 'drop', name: string): string {
  const event = how === 'paste' ? 'ClipboardEvent' : 'DragEvent';
  const field = how === 'paste' ? 'clipboardData' : 'dataTransfer';
  return `{
    const data = new DataTransfer();
    data.items.add(new File(['content'], '${name}', { type: 'text/plain' }));
    const event = new ${event}('${how}', { ${field}: data, bubbles: true, cancelable: true });
    document.getElementById('text').dispatchEvent(event);
  }`;
}
