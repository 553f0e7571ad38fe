import { expect, test } from 'vitest';
import { alone } from '../../../adapters/discord/client/alone.ts';

test('a job that is called for while it runs is run once, and again when it is over', async () => {
  let runs = 0;
  const gate = Promise.withResolvers<void>();
  const job = alone(async () => {
    runs++;
    await gate.promise;
  });
  const all = [job(), job(), job()];
  gate.resolve();
  await Promise.all(all);
  expect(runs).toBe(1);
  await job();
  expect(runs).toBe(2);
});
