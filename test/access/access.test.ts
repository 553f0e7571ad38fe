import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAccess } from '../../src/access/create.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import { type ConfigChanges, testConfig } from '../support/test-config.ts';

const SLACK = { botToken: 'xoxb-1', appToken: null, signingSecret: null, apiUrl: null };

function access(changes: ConfigChanges = {}, now = () => 0) {
  return createAccess(testConfig(changes), createMemoryLedger(now), now);
}

const ann = { platform: 'slack' as const, user: 'UANN', places: ['C1', 'T1'], shared: true };

describe('who is answered', () => {
  test('is everyone without an allow-list', () => {
    expect(access({ slack: { ...SLACK, allow: [] } }).mayUse(ann)).toBe(true);
    expect(access().mayUse(ann)).toBe(true);
  });

  test.each([
    [['UANN'], true],
    [['C1'], true],
    [['T1'], true],
    [['UBOB', 'C2', 'T2'], false],
    [['UAN', 'C', 'UANNE'], false],
  ])('with the list %j is decided by user or place: %s', (allow, expected) => {
    expect(access({ slack: { ...SLACK, allow } }).mayUse(ann)).toBe(expected);
  });

  test('is an admin always, on the admin’s own platform', () => {
    const { mayUse } = access({ slack: { ...SLACK, allow: ['C2'] }, admins: ['slack:UANN'] });
    expect(mayUse(ann)).toBe(true);
    const other = access({ slack: { ...SLACK, allow: ['C2'] }, admins: ['discord:UANN'] });
    expect(other.mayUse(ann)).toBe(false);
  });

  test('on one platform says nothing of the others', () => {
    const { mayUse } = access({ slack: { ...SLACK, allow: ['C2'] } });
    expect(mayUse({ ...ann, platform: 'discord' })).toBe(true);
  });
});

describe('settings', () => {
  test('in a shared channel are for admins, ours or the platform’s', () => {
    const { maySet } = access({ admins: ['slack:UADMIN'] });
    expect(maySet(ann)).toBe(false);
    expect(maySet({ ...ann, user: 'UADMIN' })).toBe(true);
    expect(maySet({ ...ann, platformAdmin: true })).toBe(true);
  });

  test('alone are for everybody', () => {
    expect(access().maySet({ ...ann, shared: false })).toBe(true);
  });
});

describe('the rate limit', () => {
  test('counts turns by user and platform within the minute', async () => {
    let nowMs = 90_000;
    const { countTurn } = access({ rateLimitPerMinute: 2 }, () => nowMs);
    await countTurn('slack', 'UANN', 'one');
    await countTurn('slack', 'UANN', 'two');
    await expect(countTurn('slack', 'UANN', 'three')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 30_000,
      message: expect.stringContaining('30 s'),
    });
    await expect(countTurn('slack', 'UANN', '三')).rejects.toThrow(/一分钟内/);
    await expect(countTurn('slack', 'UBOB', 'one')).resolves.toBeUndefined();
    await expect(countTurn('discord', 'UANN', 'one')).resolves.toBeUndefined();
    nowMs = 120_000;
    await expect(countTurn('slack', 'UANN', 'later')).resolves.toBeUndefined();
  });

  test('lets exactly as many through as it says, and all when it is 0', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 1, max: 12 }),
        async (limit, turns) => {
          const { countTurn } = access({ rateLimitPerMinute: limit });
          const all = Array.from({ length: turns }, () => countTurn('slack', 'U', 'x'));
          const refused = (await Promise.allSettled(all)).filter(
            ({ status }) => status === 'rejected',
          ).length;
          expect(refused).toBe(limit === 0 ? 0 : Math.max(0, turns - limit));
        },
      ),
    );
  });
});
