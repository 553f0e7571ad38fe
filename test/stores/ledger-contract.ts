import { expect, test } from 'vitest';
import type { Ledger } from '../../src/stores/types.ts';

/** What every ledger does; `open` gives an empty one whose clock the test sets. */
export function ledgerContract(name: string, open: (now: () => number) => Promise<Ledger>): void {
  const start = async () => {
    const clock = { now: 1_000 };
    return { clock, ledger: await open(() => clock.now) };
  };

  test(`${name}: a value is stored once until it expires or is deleted`, async () => {
    const { clock, ledger } = await start();
    expect(await ledger.putIfAbsent('k', 'first', 100)).toBe(true);
    expect(await ledger.putIfAbsent('k', 'second', 100)).toBe(false);
    expect(await ledger.get('k')).toBe('first');
    clock.now = 1_100;
    expect(await ledger.get('k')).toBeNull();
    expect(await ledger.putIfAbsent('k', 'third')).toBe(true);
    clock.now = 1e12;
    expect(await ledger.putIfAbsent('k', 'fourth')).toBe(false);
    await ledger.delete('k');
    expect(await ledger.putIfAbsent('k', 'fifth')).toBe(true);
    expect(await ledger.get('k')).toBe('fifth');
  });

  test(`${name}: put replaces value and life`, async () => {
    const { clock, ledger } = await start();
    await ledger.put('k', 'a', 100);
    await ledger.put('k', 'b');
    clock.now = 5_000;
    expect(await ledger.get('k')).toBe('b');
    await ledger.put('k', 'c', 100);
    clock.now = 5_100;
    expect(await ledger.get('k')).toBeNull();
    expect(await ledger.get('never stored')).toBeNull();
  });

  test(`${name}: a counter sums up within one life that its first increment began`, async () => {
    const { clock, ledger } = await start();
    expect(await ledger.increment('k', 1, 100)).toBe(1);
    clock.now = 1_060;
    expect(await ledger.increment('k', 5, 100)).toBe(6);
    clock.now = 1_099;
    expect(await ledger.increment('k', -2, 100)).toBe(4);
    expect(await ledger.get('k')).toBe('4');
    clock.now = 1_100;
    expect(await ledger.get('k')).toBeNull();
    expect(await ledger.increment('k', 3, 100)).toBe(3);
    expect(await ledger.increment('other', 2, 100)).toBe(2);
  });

  test(`${name}: a lease belongs to one owner until it expires or is given back`, async () => {
    const { clock, ledger } = await start();
    expect(await ledger.lease('k', 'a', 100)).toBe(true);
    expect(await ledger.lease('k', 'b', 100)).toBe(false);
    clock.now = 1_090;
    expect(await ledger.lease('k', 'a', 100)).toBe(true);
    clock.now = 1_189;
    expect(await ledger.lease('k', 'b', 100)).toBe(false);
    clock.now = 1_190;
    expect(await ledger.lease('k', 'b', 100)).toBe(true);
    await ledger.release('k', 'a');
    expect(await ledger.lease('k', 'a', 100)).toBe(false);
    await ledger.release('k', 'b');
    expect(await ledger.lease('k', 'a', 100)).toBe(true);
  });

  test(`${name}: of many that ask at once, one gets in and every increment counts`, async () => {
    const { ledger } = await start();
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ledger.putIfAbsent('claim', `${i}`)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    const sums = await Promise.all(Array.from({ length: 50 }, () => ledger.increment('count', 1, 1_000)));
    expect(sums.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });
}
