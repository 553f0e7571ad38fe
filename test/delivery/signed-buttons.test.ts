import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversationKey } from '../../src/conversation/key.ts';
import { EXPERTS } from '../../src/conversation/types.ts';
import type { ButtonAction, ButtonOwner } from '../../src/delivery/buttons.ts';
import { createButtons } from '../../src/delivery/signed-buttons.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import { openStores } from '../../src/stores/open.ts';
import { tempFolder } from '../support/temp-folder.ts';

const CHANNEL = conversationKey('slack', 'T1', 'C1');
const THREAD = conversationKey('slack', 'T1', 'C1', '1700000000.000100');
const owner: ButtonOwner = { conversation: CHANNEL, message: 'slack:T1:C1:1700000000.000100', user: 'UANN' };
const annsPress = { user: 'UANN', conversations: [THREAD, CHANNEL] };

const ACTIONS: readonly ButtonAction[] = [
  ...(['stop', 'retry', 'good', 'bad', 'experts'] as const).map((name) => ({ do: name })),
  ...EXPERTS.map((expert) => ({ do: 'expert' as const, expert })),
];

function buttons(secret: string | null = 'a secret', ledger = createMemoryLedger()) {
  return createButtons(secret, ledger);
}

describe('a button', () => {
  test.each(ACTIONS)('that says %j is read as that, with what it belongs to', async (action) => {
    const both = buttons();
    const payload = (await both.issue(owner))(action);
    expect(await both.read(payload, annsPress)).toEqual({ ok: true, action, owner });
  });

  test('fits into 64 bytes of plain ASCII, however long the ids are', async () => {
    const long = { ...owner, message: 'm'.repeat(500), user: '用户'.repeat(50) };
    const sign = await buttons().issue(long);
    for (const action of ACTIONS) expect(sign(action)).toMatch(/^[\w.-]{1,64}$/);
  });

  test('of everybody may be pressed by everybody in the conversation', async () => {
    const both = buttons();
    const payload = (await both.issue({ ...owner, user: null }))({ do: 'good' });
    expect(await both.read(payload, { ...annsPress, user: 'UBOB' })).toMatchObject({ ok: true });
  });

  test.each([
    ['another user', { ...annsPress, user: 'UBOB' }],
    ['another conversation', { ...annsPress, conversations: [conversationKey('slack', 'T1', 'C2')] }],
    ['another platform', { ...annsPress, conversations: [conversationKey('discord', 'T1', 'C1')] }],
    ['nowhere', { ...annsPress, conversations: [] }],
  ])('pressed from %s is foreign', async (_, press) => {
    const both = buttons();
    const payload = (await both.issue(owner))({ do: 'retry' });
    expect(await both.read(payload, press)).toEqual({ ok: false, why: 'foreign' });
  });

  test('with any character changed is forged', async () => {
    const both = buttons();
    const payload = (await both.issue(owner))({ do: 'expert', expert: 'math' });
    const replaced = fc.record({
      at: fc.nat(payload.length - 1),
      by: fc.constantFrom(...'abcxyzABC019_-.', '', 'é'),
    });
    await fc.assert(
      fc.asyncProperty(replaced, async ({ at, by }) => {
        const forged = payload.slice(0, at) + by + payload.slice(at + 1);
        fc.pre(forged !== payload);
        expect(await both.read(forged, annsPress)).toEqual({ ok: false, why: 'forged' });
      }),
      { numRuns: 300 },
    );
  });

  test('that is any text at all is forged, and nothing breaks', async () => {
    const both = buttons();
    await both.issue(owner);
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 100, unit: 'binary' }), async (text) => {
        expect(await both.read(text, annsPress)).toEqual({ ok: false, why: 'forged' });
      }),
    );
  });

  test('cannot be put together from two others', async () => {
    const both = buttons();
    const sign = await both.issue(owner);
    const [id, , mac] = sign({ do: 'good' }).split('.');
    expect(await both.read(`${id}.r.${mac}`, annsPress)).toEqual({ ok: false, why: 'forged' });
    const other = await both.issue({ ...owner, message: 'slack:other' });
    const [otherId] = other({ do: 'good' }).split('.');
    expect(await both.read(`${otherId}.g.${mac}`, annsPress)).toEqual({ ok: false, why: 'forged' });
  });

  test('signed with another secret is forged', async () => {
    const ledger = createMemoryLedger();
    const payload = (await buttons('theirs', ledger).issue(owner))({ do: 'stop' });
    expect(await buttons('ours', ledger).read(payload, annsPress)).toEqual({ ok: false, why: 'forged' });
  });

  test('is the same when it is issued again, so that a reply may be rewritten', async () => {
    const both = buttons();
    expect((await both.issue(owner))({ do: 'stop' })).toBe((await both.issue(owner))({ do: 'stop' }));
  });
});

describe('without SIGNING_SECRET', () => {
  test('buttons are valid after a restart', async () => {
    const dataDir = tempFolder();
    const where = { storeUrl: `sqlite:${join(dataDir, 'store.db')}`, dataDir };
    const before = await openStores(where);
    const payload = (await createButtons(null, before.ledger).issue(owner))({ do: 'retry' });
    await before.close();
    const after = await openStores(where);
    expect(await createButtons(null, after.ledger).read(payload, annsPress)).toMatchObject({ ok: true });
    await after.close();
  });

  test('replicas that begin at once agree on one secret', async () => {
    const ledger = createMemoryLedger();
    const replicas = Array.from({ length: 4 }, () => buttons(null, ledger));
    const signed = await Promise.all(replicas.map((replica) => replica.issue(owner)));
    expect(new Set(signed.map((sign) => sign({ do: 'good' }))).size).toBe(1);
  });

  test('two stores have different secrets', async () => {
    const payload = (await buttons(null).issue(owner))({ do: 'good' });
    const other = buttons(null);
    await other.issue(owner);
    expect(await other.read(payload, annsPress)).toEqual({ ok: false, why: 'forged' });
  });
});
