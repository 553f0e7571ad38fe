import { describe, expect, test } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { chatPage, chatPages, eventually, stepwise } from '../../support/chat-page.ts';
import { fakeReceipt } from '../../support/fake-switchboard.ts';

const chromium = findChromium();
const ROUTE = { expert: 'general', tier: 'rule', confidence: 1, scores: {}, reason: '' } as const;

describe.skipIf(chromium === null)('an answer that loses its reader', () => {
  const { open } = chatPages(chromium);

  test('is written on over a reload, and picked up where it is', async () => {
    const { answer, go } = stepwise(['One. ', 'Two. ', 'Three.']);
    const { answers, ask, ended, page, problems, says, switchboard } = await open({ answer });
    await ask('count');
    await says('One.');
    await page.reload();
    await says('One.');
    await page.getByRole('button', { name: 'Stop the answer' }).waitFor();
    go(0);
    await says('One. Two.');
    go(1);
    go(2);
    await ended();
    await eventually(() => answers.allInnerTexts()).toEqual(['One. Two. Three.']);
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['count']);
    expect(switchboard.messages.length).toBe(1);
    expect(switchboard.stopped()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('is followed in two tabs, and stopped from the other one', async () => {
    const { ask, page, says, switchboard } = await open({ answer: stepwise().answer });
    await ask('hello');
    await says('The first part.');
    const second = await page.context().newPage();
    await second.goto(page.url());
    await chatPage(second).says('The first part.');
    await second.getByRole('button', { name: 'Stop the answer' }).click();
    await switchboard.whenStopped();
    await page.locator('.remark', { hasText: 'Stopped.' }).waitFor();
  });

  test('goes on while another conversation is open, which says so in the list', async () => {
    const { answer, go } = stepwise();
    const { ask, ended, page, says, switchboard } = await open({ answer });
    await ask('slow one');
    await says('The first part.');
    await page.locator('#new').click();
    await page.locator('#greeting').waitFor();
    await page.locator('.running-dot').waitFor();
    go(0);
    go(1);
    await eventually(() => switchboard.running()).toBe(0);
    await page.locator('.conversation a').click();
    await ended();
    await says('The first part. The second part.');
    expect(switchboard.stopped()).toBe(0);
  });

  test('comes back by itself when the connection breaks in its middle', async () => {
    const { answer, go } = stepwise();
    const { answers, ask, ended, page, switchboard } = await open({ answer });
    // The post breaks off after its first bytes; what follows goes through.
    await page.evaluate(BREAK_FIRST_POST);
    await ask('hello');
    await page.locator('.status', { hasText: 'Connection lost' }).waitFor();
    go(0);
    go(1);
    await ended();
    await eventually(() => answers.innerText()).toBe('The first part. The second part.');
    expect(switchboard.messages.length).toBe(1);
  });

  test('a question that a crash left without an answer is shown, and asked again with a press', async () => {
    const { page, says } = await open();
    const unanswered = { message: 'web:lost', text: 'hello?', expert: null, replaces: null, attachments: [] };
    const receipt = { ...fakeReceipt(ROUTE, 'c', 'Here I am.', 'stop') };
    const events = [
      {
        event: 'turn',
        data: { id: 'web:new', text: 'hello?', replaces: null, continues: null, attachments: [] },
      },
      { event: 'done', data: receipt },
    ];
    await page.route('**/web/conversations/lost?*', async (route) => {
      const settings = await (
        await page.request.get(`${route.request().url().split('?')[0]}/settings`)
      ).json();
      const json = { id: 'lost', title: 'Lost', turns: [], settings, running: null, unanswered };
      await route.fulfill({ json });
    });
    await page.route('**/web/conversations/lost/turns/web%3Alost/again', (route) =>
      route.fulfill({
        contentType: 'text/event-stream',
        body: events.map(({ data, event }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
      }),
    );
    await page.goto(`${page.url()}#c=lost`);
    await page.locator('.error', { hasText: 'restarted before this was answered' }).waitFor();
    expect(await page.locator('.bubble').innerText()).toBe('hello?');
    await page.getByRole('button', { name: 'Try again' }).click();
    await says('Here I am.');
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['hello?']);
    expect(await page.locator('.error').count()).toBe(0);
  });

  test('a server that is gone is said in words, and the question can be asked again', async () => {
    const { ask, host, page } = await open();
    await page.locator('#greeting').waitFor();
    await host.close();
    await ask('hello');
    await page.locator('.error', { hasText: 'could not be reached' }).waitFor();
    await page.locator('.error button', { hasText: 'Try again' }).waitFor();
    await page.locator('#notice', { hasText: 'not reachable' }).waitFor();
    expect(await page.locator('.bubble').innerText()).toBe('hello');
  });
});

/** Runs in the page: the body of the first asking post ends with an error after one chunk. */
const BREAK_FIRST_POST = `
  const real = window.fetch;
  let broken = false;
  window.fetch = async (input, init) => {
    const response = await real(input, init);
    if (broken || init?.method !== 'POST' || !String(input).endsWith('/turns')) return response;
    broken = true;
    const reader = response.body.getReader();
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue((await reader.read()).value);
        await reader.cancel();
        controller.error(new TypeError('network error'));
      },
    });
    return new Response(body, { headers: response.headers });
  };
`;
