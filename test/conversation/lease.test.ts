import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leaseConversation } from '../../src/conversation/lease.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { withFolder } from '../support/processes.ts';
import { KEY, message } from '../support/turns.ts';

const never = new AbortController().signal;
const ONE = { id: 'one', dead: [] };
const TWO = { id: 'two', dead: [] };

test('a claimed conversation is waited for until it is given back', async () => {
  const ledger = createMemoryLedger();
  const release = await leaseConversation(ledger, KEY, ONE, never);
  let got = false;
  const second = leaseConversation(ledger, KEY, TWO, never).then((end) => {
    got = true;
    return end;
  });
  expect(got).toBe(false);
  await release();
  await (await second)();
  expect(got).toBe(true);
});

test('what a dead process has claimed is free at once; what a living one has is not', async () => {
  const at = Date.now();
  // No claim runs out by itself while the clock stands still.
  const ledger = createMemoryLedger(() => at);
  await leaseConversation(ledger, KEY, ONE, never);
  const release = await leaseConversation(ledger, KEY, { id: 'three', dead: ['zero', 'one'] }, never);
  const stop = new AbortController();
  const waiting = leaseConversation(ledger, KEY, { id: 'four', dead: ['one'] }, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow();
  await release();
  await (await leaseConversation(ledger, KEY, TWO, never))();
});

test('waiting ends with the signal', async () => {
  const ledger = createMemoryLedger();
  await leaseConversation(ledger, KEY, ONE, never);
  const stop = new AbortController();
  const waiting = leaseConversation(ledger, KEY, TWO, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow();
});

test('processes that share a store never lose a turn of one conversation', async () => {
  const vllm = await startVllm({ tokenMs: 2, script: () => 'one two three' });
  await withFolder(async (folder) => {
    const storeUrl = `sqlite:${join(folder, 'shared.db')}`;
    const open = () => conversationParts({ urls: { general: [vllm.url] }, storeUrl });
    const processes = await Promise.all([open(), open(), open()]);
    const asked = processes.flatMap((parts, at) =>
      [0, 1, 2].map((turn) => collect(parts.ask(message(`${at}${turn}`), never))),
    );
    for (const { error } of await Promise.all(asked)) expect(error).toBeNull();
    const turns = await processes[0]?.turns(KEY);
    expect(turns?.map(({ text }) => text).sort()).toEqual([
      '00',
      '01',
      '02',
      '10',
      '11',
      '12',
      '20',
      '21',
      '22',
    ]);
    for (const parts of processes) await parts.close();
  });
  await vllm.close();
});
