import { describe, expect, test } from 'vitest';
import type { Route } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { findChromium } from '../../support/browser.ts';
import { chatPages, eventually, stepwise } from '../../support/chat-page.ts';
import { fakeReceipt } from '../../support/fake-switchboard.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('an answer on the chat page', () => {
  const { open } = chatPages(chromium);

  test('comes as it is written, then says who gave it, with the receipt folded', async () => {
    const { answer, go } = stepwise();
    const { ask, page, problems } = await open({ answer });
    await ask('hello');
    await page.getByText('The first part.').waitFor();
    expect(await page.locator('.expert').textContent()).toBe('General');
    expect(await page.locator('#text').inputValue()).toBe('');
    go(0);
    await page.getByText('The first part. The second part.').waitFor();
    expect(await page.locator('.receipt').count()).toBe(0);
    go(1);
    const receipt = page.locator('.receipt');
    await receipt.locator('summary', { hasText: '90% sure' }).waitFor();
    expect(await receipt.locator('dl').count()).toBe(0);
    await receipt.locator('summary').click();
    const rows = await receipt.locator('dl').innerText();
    for (const words of ['General', 'fake-model', 'by the classifier · a fake decision', '90%', '0.0 s']) {
      expect(rows).toContain(words);
    }
    expect(problems).toEqual([]);
  });

  test.each(['the button', 'Esc'])(
    '%s stops it; what was written stays, also after a reload',
    async (how) => {
      const { ask, page, switchboard } = await open({ answer: stepwise().answer });
      await ask('hello');
      await page.getByText('The first part.').waitFor();
      if (how === 'Esc') await page.keyboard.press('Escape');
      else await page.locator('#send').click();
      await switchboard.whenStopped();
      await page.getByText('Stopped.', { exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
      await page.reload();
      await page.getByText('The first part.').waitFor();
      await page.locator('.remark', { hasText: 'Stopped.' }).waitFor();
    },
  );

  test('an error is said in words and can be tried again', async () => {
    let fails = true;
    const { ask, page, says } = await open({
      answer: async function* (text) {
        if (fails) throw new SwitchboardError('expert_unavailable', 'All models rest.');
        yield `to ${text}`;
      },
    });
    await ask('hello');
    await page.locator('.error', { hasText: 'All models rest.' }).waitFor();
    fails = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await says('to hello');
    expect(await page.locator('.error').count()).toBe(0);
    expect(await page.locator('.question').count()).toBe(1);
  });

  test('an error in mid-answer leaves what was written', async () => {
    const { answers, ask, ended, page } = await open({
      answer: async function* () {
        yield 'half an answer';
        throw new SwitchboardError('answer_broke_off', 'It broke.');
      },
    });
    await ask('hello');
    await page.locator('.error', { hasText: 'It broke.' }).waitFor();
    await ended();
    expect(await answers.innerText()).toBe('half an answer');
  });

  test.each([
    ['en-US', ['0 of 3 parts done', '1 of 3 parts done'], '… Math', '✗ Code'],
    ['zh-CN', ['共 3 部分，已完成 0', '共 3 部分，已完成 1'], '… 数学', '✗ 代码'],
  ])(
    'the steps of a plan are seen while they run, and stand in the receipt (%s)',
    async (locale, parts, running, failed) => {
      const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const route: Route = {
        expert: 'general',
        tier: 'classifier',
        confidence: 0.9,
        scores: { general: 0.9 },
        reason: 'looks like general (0.90)',
      };
      const done = fakeReceipt(route, 'c', 'The whole.', 'stop');
      const steps = [
        { expert: 'math', model_used: 'm', ms: 1_000 },
        { expert: 'code', model_used: 'm', ms: 2_000, failed: 'No time.' },
        { expert: 'general', model_used: 'm', ms: 3_000 },
      ] as const;
      const step = (index: number, expert: 'math' | 'code', state: 'running' | 'done' | 'failed') =>
        ({ event: 'step', data: { index, expert, state, of: 3 } }) as const;
      const { ask, page } = await open(
        {
          events: async function* () {
            yield { event: 'route', data: route };
            yield step(0, 'math', 'running');
            await first.promise;
            yield step(0, 'math', 'done');
            yield step(1, 'code', 'running');
            await second.promise;
            yield step(1, 'code', 'failed');
            yield { event: 'text', data: { delta: 'The whole.' } };
            const checks = [{ name: 'plan', status: 'failed', detail: 'x' } as const];
            yield { event: 'done', data: { ...done, steps, checks } };
          },
        },
        { locale },
      );
      await ask('both');
      await page.getByText(parts[0] ?? '', { exact: true }).waitFor();
      expect(await page.locator('.steps li').allInnerTexts()).toEqual([running]);
      first.resolve();
      await page.getByText(parts[1] ?? '', { exact: true }).waitFor();
      expect(await page.locator('.steps li').count()).toBe(2);
      second.resolve();
      await page.locator('.receipt summary').click();
      expect(await page.locator('.steps').count()).toBe(0);
      const rows = await page.locator('.receipt dl').innerText();
      const [, name = ''] = failed.split(' ');
      expect(rows).toMatch(new RegExp(`${name} \\(2\\.0 .+?\\) ✗ No time\\.`));
      expect(rows).toContain(locale === 'zh-CN' ? '✗ 有一部分缺失' : '✗ a part is missing');
      expect(rows).toContain(locale === 'zh-CN' ? '最像通用（90%）' : 'looks like general (0.90)');
    },
  );

  test('a repaired answer takes the place of the first one', async () => {
    const { answers, ask, ended } = await open({
      events: async function* () {
        yield { event: 'text', data: { delta: 'wrong' } };
        yield { event: 'replace', data: { text: 'right' } };
        yield { event: 'error', data: { error: { message: '-', type: '', param: null, code: null } } };
      },
    });
    await ask('hello');
    await ended();
    await eventually(() => answers.innerText()).toBe('right');
  });

  test('a question in the queue is told its place, a plan its steps', async () => {
    const go = Promise.withResolvers<void>();
    const { ask, page } = await open({
      events: async function* () {
        yield { event: 'queue', data: { position: 3 } };
        await go.promise;
        yield { event: 'step', data: { index: 0, expert: 'translate', state: 'done' } };
        yield { event: 'step', data: { index: 1, expert: 'code', state: 'running' } };
        await new Promise(() => {});
      },
    });
    await ask('hello');
    await page.getByText('number 3 in the queue').waitFor();
    go.resolve();
    await page.locator('.steps li.done', { hasText: 'Translation' }).waitFor();
    await page.locator('.steps li.running', { hasText: 'Code' }).waitFor();
  });

  test('somebody who scrolls up to read is not pulled down by the rest, and finds back with one press', async () => {
    const lines = 'a line\n\n'.repeat(200);
    const { answer, go } = stepwise([lines, lines]);
    const { ask, ended, page } = await open({ answer });
    await ask('a lot');
    const top = () => page.locator('#scroll').evaluate((box) => box.scrollTop);
    await eventually(top).toBeGreaterThan(3_000);
    expect(await page.locator('#newest').isVisible()).toBe(false);
    // Until the last of it is drawn the end still moves.
    await page.locator('.body p').nth(198).waitFor();
    await page.locator('#scroll').hover();
    await page.mouse.wheel(0, -2_000);
    await page.locator('#newest').waitFor();
    const place = await top();
    go(0);
    go(1);
    await ended();
    expect(await top()).toBe(place);
    await page.locator('#newest').click();
    const fromEnd = () =>
      page.locator('#scroll').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await eventually(fromEnd).toBeLessThan(2);
    await page.locator('#newest').waitFor({ state: 'hidden' });
  });

  test('is copied as the Markdown that the model wrote', async () => {
    const markdown = '**bold** and `code`\n\n- one';
    const { ask, ended, page } = await open(
      {
        answer: async function* () {
          yield markdown;
        },
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
    await ask('hello');
    await ended();
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.locator('.actions .icon-check').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(markdown);
  });

  test('a screen reader hears that an answer is written, then the answer, not each word', async () => {
    const { answer, go } = stepwise();
    const { ask, page } = await open({ answer });
    const heard = page.locator('.heard-only[role=status]');
    await ask('hello');
    await page.getByText('The first part.').first().waitFor();
    expect(await heard.textContent()).toBe('Answering…');
    go(0);
    go(1);
    await eventually(() => heard.textContent()).toBe('General: The first part. The second part.');
  });
});
