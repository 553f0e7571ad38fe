import { expect, test } from 'vitest';
import { countRequest } from '../../src/gateway/rate-limit.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';

const MINUTE_MS = 60_000;
const ann = { key: 'ann' };

test('the request after the last one allowed is refused until the minute is over', async () => {
  const ledger = createMemoryLedger(() => 0);
  const at = 10 * MINUTE_MS + 15_500;
  await countRequest(ledger, ann, 2, at);
  await countRequest(ledger, ann, 2, at);
  await expect(countRequest(ledger, ann, 2, at)).rejects.toMatchObject({ status: 429, retryAfterMs: 44_500 });
  await expect(countRequest(ledger, ann, 2, 11 * MINUTE_MS)).resolves.toBeUndefined();
});

test('callers do not use up each other’s requests', async () => {
  const ledger = createMemoryLedger(() => 0);
  await countRequest(ledger, ann, 1, 0);
  await expect(countRequest(ledger, { key: 'ben' }, 1, 0)).resolves.toBeUndefined();
});

test('a limit of 0 is no limit', async () => {
  const ledger = createMemoryLedger(() => 0);
  for (let index = 0; index < 100; index++) await countRequest(ledger, ann, 0, 0);
});

test('what only reads is counted by itself, and ten times as often allowed', async () => {
  const ledger = createMemoryLedger(() => 0);
  const READS = true;
  await countRequest(ledger, ann, 1, 0);
  for (let index = 0; index < 10; index++) await countRequest(ledger, ann, 1, 0, READS);
  await expect(countRequest(ledger, ann, 1, 0, READS)).rejects.toMatchObject({ status: 429 });
  await expect(countRequest(ledger, ann, 1, 0)).rejects.toMatchObject({ status: 429 });
});
