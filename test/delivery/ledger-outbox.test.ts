import { expect, test } from 'vitest';
import { createLedgerOutbox, emptyRecord } from '../../src/delivery/ledger-outbox.ts';
import type { AnswerRecord, SentPart } from '../../src/delivery/outbox.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import { message } from './messages.ts';

function part(ref: string | null): SentPart {
  const intent = { id: `i${ref}`, at: 1, index: 0 };
  return { intent, ref, kind: 'text', posted: 'h', streamed: false };
}

function record(id: number, changes: Partial<AnswerRecord> = {}): AnswerRecord {
  return { ...emptyRecord(message('a', id), [part(`m${id}`)]), ...changes };
}

const open = () => createLedgerOutbox(createMemoryLedger());

test('an answer is found by its message, its turn and each of its platform messages', async () => {
  const outbox = open();
  const saved = record(1, { turnId: 'turn_1', parts: [part('m1'), part('m2'), part(null)] });
  await outbox.save(saved);
  expect(await outbox.find('telegram:1')).toEqual(saved);
  expect(await outbox.find('turn_1')).toEqual(saved);
  expect(await outbox.findByRef('telegram', 'm2')).toEqual(saved);
  expect(await outbox.findByRef('slack', 'm2')).toBeNull();
  expect(await outbox.find('telegram:2')).toBeNull();
});

test('an answer that was taken over is found under all its names, as often as that happens', async () => {
  const outbox = open();
  await outbox.save(record(1, { turnId: 'turn_1', state: 'complete' }));
  expect(await outbox.takeOver('turn_1', message('a', 2))).toMatchObject({
    messageId: 'telegram:2',
    state: 'open',
    turnId: null,
    parts: [{ ref: 'm1' }],
  });
  await outbox.takeOver('telegram:1', message('a', 3));
  for (const id of ['telegram:1', 'turn_1', 'telegram:2', 'telegram:3']) {
    expect((await outbox.find(id))?.messageId).toBe('telegram:3');
  }
  expect((await outbox.findByRef('telegram', 'm1'))?.messageId).toBe('telegram:3');
});

test('taking over a second time, as after a crash, keeps what was sent since', async () => {
  const outbox = open();
  await outbox.save(record(1));
  await outbox.takeOver('telegram:1', message('a', 2));
  await outbox.save(record(2, { parts: [part('m1'), part('m2')], state: 'complete' }));
  const again = await outbox.takeOver('telegram:1', message('a', 2));
  expect(again).toMatchObject({ state: 'complete', parts: [{ ref: 'm1' }, { ref: 'm2' }] });
});

test('there is nothing to take over where nothing was sent', async () => {
  const outbox = open();
  expect(await outbox.takeOver('telegram:1', message('a', 2))).toBeNull();
});

test('what is forgotten is found under no name', async () => {
  const outbox = open();
  await outbox.save(record(1, { turnId: 'turn_1' }));
  await outbox.forget('telegram:1');
  expect(await outbox.find('telegram:1')).toBeNull();
  expect(await outbox.find('turn_1')).toBeNull();
  expect(await outbox.findByRef('telegram', 'm1')).toBeNull();
});
