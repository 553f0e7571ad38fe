import { describe, expect, test } from 'vitest';
import { startVllm } from '../../doubles/vllm/server.ts';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually } from '../../support/chat-page.ts';
import { startWhole, type Whole } from '../../support/whole.ts';

const chromium = findChromium();
/** A red dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(chromium === null)('experts on the chat page, over real turns and a model’s server', () => {
  const { closeLater, visit } = chatPages(chromium);

  async function start(script?: Parameters<typeof startVllm>[0], vision = false) {
    const vllm = await startVllm({ script: () => 'The answer of the model.', ...script });
    const whole: Whole = await startWhole({ general: [vllm.url], ...(vision && { vision: [vllm.url] }) });
    closeLater(whole);
    closeLater(vllm);
    return { vllm, whole, ...(await visit(whole.url)) };
  }

  test('answers, remembers over a reload, stops the model', async () => {
    const { ask, page, problems, says, vllm } = await start();
    await ask('Who are you?');
    await says('The answer of the model.');
    await page.locator('.receipt summary').click();
    expect(await page.locator('.receipt dl').innerText()).toContain('double/chat-7b');
    await page.locator('#context [role=meter]').waitFor();
    await page.reload();
    await says('The answer of the model.');

    await vllm.set({ tokenMs: 50, script: () => 'word '.repeat(1_000) });
    await ask('And now at length');
    await says('word word');
    await page.keyboard.press('Escape');
    await vllm.nextAbort();
    await page.locator('.remark', { hasText: 'Stopped.' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('the picker tells their states; the chosen one answers, also after a reload', async () => {
    const { ask, ended, page } = await start();
    const picker = page.locator('#expert-picker');
    await picker.click();
    const item = (name: string) => page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) });
    expect(await item('General').innerText()).toContain('ready');
    expect(await item('Math').innerText()).toContain('played by General');
    expect(await item('Vision').innerText()).toContain('not reachable now');
    expect(await item('Auto').getAttribute('aria-checked')).toBe('true');
    await item('Math').click();
    await page.getByPlaceholder('Ask Math').waitFor();
    await ask('good morning');
    await ended();
    expect(await page.locator('.answer .expert').innerText()).toBe('Math');
    expect(await page.locator('.receipt summary').innerText()).toContain('chosen by you');
    await page.reload();
    await page.getByPlaceholder('Ask Math').waitFor();
  });

  test('another expert answers in the place of the first; a verdict is kept', async () => {
    const { ask, ended, page, vllm } = await start();
    await ask('good morning');
    await ended();
    await vllm.set({ script: () => 'Another answer.' });
    await page.getByRole('button', { name: 'Ask another expert' }).click();
    await page.getByRole('menuitemradio', { name: /^Translation/ }).click();
    await page.locator('.answer', { hasText: 'Another answer.' }).waitFor();
    await page.locator('.receipt').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
    expect(await page.locator('.answer .expert').innerText()).toBe('Translation');

    await page.getByRole('button', { name: 'Good answer' }).click();
    await page.locator('button[aria-pressed=true]').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Good answer', pressed: true }).waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
  });

  test('asks again, and asks a question anew after it was edited', async () => {
    const { ask, ended, page, says, vllm } = await start();
    await ask('good mornin');
    await ended();
    await vllm.set({ script: () => 'Once more.' });
    await page.getByRole('button', { name: 'Answer again' }).click();
    await says('Once more.');
    await page.locator('.receipt').waitFor();

    await vllm.set({ script: () => 'To the edited one.' });
    await page.locator('#text').focus();
    await page.keyboard.press('ArrowUp');
    const field = page.getByLabel('Your message, edited');
    expect(await field.inputValue()).toBe('good mornin');
    await field.fill('good morning');
    await field.press('Enter');
    await says('To the edited one.');
    await page.locator('.receipt').waitFor();
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['good morning']);
    await page.reload();
    await says('To the edited one.');
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['good morning']);
  });

  test('a picture goes along when its question is edited, also after a reload', async () => {
    const root = 'Qwen/Qwen2.5-VL-7B-Instruct';
    const { ended, page, says, vllm } = await start({ models: [{ id: 'main', root, vision: true }] }, true);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PNG });
    await page.locator('.composer .file').waitFor();
    await page.locator('#text').fill('what is on it?');
    await page.locator('#text').press('Enter');
    await ended();
    await page.locator('.receipt').waitFor();
    await page.reload();
    await page.locator('.question img[alt="dot.png"]').waitFor();

    await vllm.set({ script: (body) => (JSON.stringify(body).includes('image_url') ? 'I see.' : 'Blind.') });
    await page.locator('#text').press('ArrowUp');
    await page.getByLabel('Your message, edited').fill('what colour is it?');
    await page.keyboard.press('Enter');
    await says('I see.');
    await page.locator('.receipt').waitFor();
    await page.reload();
    await page.locator('.question img[alt="dot.png"]').waitFor();
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['what colour is it?']);
  });

  test('an answer that its length cut goes on, and both parts stand as one', async () => {
    const { answers, ask, page, vllm } = await start({
      script: () => ({ text: 'One, two,', finish: 'length' }),
    });
    await ask('count to four');
    const goOn = page.getByRole('button', { name: 'Continue' });
    await goOn.waitFor();
    await vllm.set({ script: () => ' three, four.' });
    await goOn.click();
    await page.locator('.answer', { hasText: 'three, four.' }).waitFor();
    await goOn.waitFor({ state: 'detached' });
    for (const visit of ['live', 'reloaded']) {
      if (visit === 'reloaded') await page.reload();
      await eventually(() => answers.allInnerTexts()).toEqual(['One, two, three, four.']);
      expect(await page.locator('.bubble').allInnerTexts()).toEqual(['count to four']);
    }
  });
});
