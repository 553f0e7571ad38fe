import { expect, test } from 'vitest';
import { present, receiptLine } from '../../../adapters/terminal/present.ts';
import type { AnswerEvent } from '../../../src/conversation/types.ts';
import { receipt } from '../../support/turns.ts';

async function* events(...list: AnswerEvent[]) {
  yield* list;
}

async function shown(...list: AnswerEvent[]) {
  const screen = { out: '', err: '' };
  const end = await present(events(...list), {
    out: (text) => {
      screen.out += text;
    },
    err: (text) => {
      screen.err += text;
    },
  });
  return { ...screen, end };
}

test('text is written as it comes, and the receipt is returned', async () => {
  const done = receipt('Hi there');
  const { end, err, out } = await shown(
    { event: 'text', data: { delta: 'Hi ' } },
    { event: 'text', data: { delta: 'there' } },
    { event: 'done', data: done },
  );
  expect([out, err, end]).toEqual(['Hi there', '', done]);
});

test('an escape sequence that is split over two deltas does not reach the terminal', async () => {
  const { out } = await shown(
    { event: 'text', data: { delta: 'a\u001b' } },
    { event: 'text', data: { delta: ']52;c;evil\u0007b\u009b31m' } },
  );
  expect(out).toBe('a]52;c;evilb31m');
});

test('waiting, failed checks and errors are told apart from the answer', async () => {
  const error = { message: 'Try again.', type: 'server_error', param: null, code: 'internal' };
  const { end, err, out } = await shown(
    { event: 'queue', data: { position: 2 } },
    { event: 'check', data: { name: 'context', status: 'skipped', detail: 'left out' } },
    { event: 'error', data: { error } },
  );
  expect(out).toBe('');
  expect(err).toContain('position 2');
  expect(err).toContain('left out');
  expect(err).toContain('Try again.');
  expect(end).toBeNull();
});

test('the receipt line says who, how sure and how long, and when an answer is not whole', () => {
  expect(receiptLine(receipt('x'))).toBe('general · not sure (0%) · 0.0 s · m');
  expect(receiptLine(receipt('x'), 'zh')).toBe('通用 · 把握不足（0%） · 0.0 秒 · m');
  expect(receiptLine(receipt('x', { finish: 'length' }))).toContain('length limit');
  const degraded = { wanted: 'math' as const, reason: 'math is down; general answered' };
  expect(receiptLine(receipt('x', { degraded }))).toContain('math is down');
});

test('the steps of a plan are told beside the answer, in the language of the question', async () => {
  const step = { index: 0, expert: 'translate', of: 2 } as const;
  const steps: AnswerEvent[] = [
    { event: 'step', data: { ...step, state: 'running' } },
    { event: 'step', data: { ...step, state: 'done' } },
    { event: 'step', data: { index: 1, expert: 'code', of: 2, state: 'failed' } },
    { event: 'text', data: { delta: 'Hi' } },
  ];
  const { err, out } = await shown(...steps);
  expect(out).toBe('Hi');
  expect(err).toBe('1/2 translate …\n1/2 translate ✓\n2/2 code ✗\n');
  const said: string[] = [];
  await present(events(...steps), { out: () => {}, err: (text) => said.push(text) }, 'zh');
  expect(said).toContain('1/2 翻译 ✓\n');
});
