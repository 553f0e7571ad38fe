import { expect, onTestFinished, test } from 'vitest';
import type { Inbox } from '../../src/delivery/inbox.ts';
import { TurnAborted } from '../../src/delivery/turn-aborted.ts';
import { type ControlledHandler, controlledHandler } from './controlled-handler.ts';
import { message } from './messages.ts';

/** Opens the inbox over the same storage each time; what failed is tried again without delay. */
export type OpenInbox = () => Promise<Inbox>;

interface Started {
  readonly inbox: Inbox;
  readonly handler: ControlledHandler;
}

/** What every inbox engine does. `prepare` gives the opener of a fresh storage. */
export function inboxContract(name: string, prepare: () => Promise<OpenInbox>): void {
  const start = async (open: OpenInbox): Promise<Started> => {
    const inbox = await open();
    const handler = controlledHandler();
    onTestFinished(() => {
      handler.release();
      return inbox.stop(0);
    });
    inbox.start(handler.handle);
    return { inbox, handler };
  };
  const startFresh = async () => start(await prepare());

  /** Anything that is wrongly handed out would have been by the time a later message of another has ended. */
  const settle = async ({ inbox, handler }: Started, id: string) => {
    await inbox.accept(message(`probe ${id}`, id));
    const probe = await handler.next();
    expect(probe.message.id).toBe(`telegram:${id}`);
    probe.finish();
  };
  const startedIds = ({ handler }: Started) =>
    handler.runs.map((run) => run.message.id.replace('telegram:', ''));

  test(`${name}: a message is handed out as it was accepted, as the first attempt`, async () => {
    const { inbox, handler } = await startFresh();
    const original = message('a', 1, 'häßlich 🙂 \u0000 \ud800 "quoted"');
    expect(await inbox.accept(original)).toBe(true);
    const run = await handler.next();
    expect(run.message).toEqual(original);
    expect(run.attempt).toBe(1);
    expect(run.signal.aborted).toBe(false);
    run.finish();
  });

  test(`${name}: an id is accepted once, while it waits, while it runs and after its turn`, async () => {
    const started = await startFresh();
    const { inbox, handler } = started;
    expect(await inbox.accept(message('a', 1))).toBe(true);
    expect(await inbox.accept(message('a', 1))).toBe(false);
    const run = await handler.next();
    expect(await inbox.accept(message('b', 1))).toBe(false);
    run.finish();
    await settle(started, 'probe');
    expect(await inbox.accept(message('a', 1))).toBe(false);
    await settle(started, 'probe 2');
    expect(startedIds(started)).toEqual(['1', 'probe', 'probe 2']);
  });

  test(`${name}: an ended id is still known after a restart`, async () => {
    const open = await prepare();
    const first = await start(open);
    await first.inbox.accept(message('a', 1));
    (await first.handler.next()).finish();
    await first.inbox.stop(1000);
    const second = await start(open);
    expect(await second.inbox.accept(message('a', 1))).toBe(false);
    await settle(second, 'probe');
    expect(startedIds(second)).toEqual(['probe']);
  });

  test(`${name}: the turns of a conversation run one after the other, in order of acceptance`, async () => {
    const started = await startFresh();
    const { inbox, handler } = started;
    for (const id of [3, 1, 2]) await inbox.accept(message('a', id));
    const first = await handler.next();
    await settle(started, 'probe');
    expect(startedIds(started)).toEqual(['3', 'probe']);
    first.finish();
    (await handler.next()).finish();
    (await handler.next()).finish();
    expect(startedIds(started)).toEqual(['3', 'probe', '1', '2']);
  });

  test(`${name}: different conversations run side by side`, async () => {
    const { inbox, handler } = await startFresh();
    await inbox.accept(message('a', 1));
    await inbox.accept(message('b', 2));
    const runs = [await handler.next(), await handler.next()];
    expect(runs.map((run) => run.message.id).toSorted()).toEqual(['telegram:1', 'telegram:2']);
    for (const run of runs) run.finish();
  });

  test(`${name}: a failed turn is run again before younger messages of its conversation`, async () => {
    const { inbox, handler } = await startFresh();
    await inbox.accept(message('a', 1));
    await inbox.accept(message('a', 2));
    (await handler.next()).fail();
    const again = await handler.next();
    expect([again.message.id, again.attempt]).toEqual(['telegram:1', 2]);
    again.finish();
    const next = await handler.next();
    expect([next.message.id, next.attempt]).toEqual(['telegram:2', 1]);
    next.finish();
  });

  test(`${name}: a message that fails every time is given up, and its conversation goes on`, async () => {
    const { inbox, handler } = await startFresh();
    await inbox.accept(message('a', 1));
    await inbox.accept(message('a', 2));
    let run = await handler.next();
    while (run.message.id === 'telegram:1') {
      run.fail();
      run = await handler.next();
    }
    expect(run.message.id).toBe('telegram:2');
    run.finish();
    expect(handler.runs.length).toBeGreaterThan(3);
    expect(handler.runs.map((each) => each.attempt)).toEqual([
      ...handler.runs.slice(1).map((_, i) => i + 1),
      1,
    ]);
    expect(await inbox.accept(message('a', 1))).toBe(false);
  });

  test(`${name}: cancelling a running turn aborts it for good, and the next one runs`, async () => {
    const { inbox, handler } = await startFresh();
    await inbox.accept(message('a', 1));
    await inbox.accept(message('a', 2));
    const run = await handler.next();
    expect(await inbox.cancel('telegram:1')).toBe(true);
    expect(run.signal.reason).toBeInstanceOf(TurnAborted);
    expect(run.signal.reason).toMatchObject({ why: 'cancelled' });
    expect(await inbox.cancel('telegram:1')).toBe(false);
    expect(await inbox.depth()).toBe(1);
    run.fail(new Error('aborted'));
    const next = await handler.next();
    expect(next.message.id).toBe('telegram:2');
    next.finish();
  });

  test(`${name}: a cancelled turn keeps its conversation until its handler has ended`, async () => {
    const started = await startFresh();
    const { inbox, handler } = started;
    await inbox.accept(message('a', 1));
    await inbox.accept(message('a', 2));
    const run = await handler.next();
    await inbox.cancel('telegram:1');
    await settle(started, 'probe');
    expect(startedIds(started)).toEqual(['1', 'probe']);
    run.finish();
    (await handler.next()).finish();
  });

  test(`${name}: a waiting message that is cancelled never runs`, async () => {
    const { inbox, handler } = await startFresh();
    for (const id of [1, 2, 3]) await inbox.accept(message('a', id));
    const run = await handler.next();
    expect(await inbox.cancel('telegram:2')).toBe(true);
    run.finish();
    const next = await handler.next();
    expect(next.message.id).toBe('telegram:3');
    next.finish();
  });

  test(`${name}: there is nothing to cancel in an unknown or an ended message`, async () => {
    const started = await startFresh();
    const { inbox, handler } = started;
    expect(await inbox.cancel('telegram:1')).toBe(false);
    await inbox.accept(message('a', 1));
    (await handler.next()).finish();
    await settle(started, 'probe');
    expect(await inbox.cancel('telegram:1')).toBe(false);
  });

  test(`${name}: a cancelled message stays ended after a restart`, async () => {
    const open = await prepare();
    const first = await start(open);
    await first.inbox.accept(message('a', 1));
    await first.handler.next();
    await first.inbox.cancel('telegram:1');
    await first.inbox.stop(0);
    const second = await start(open);
    await settle(second, 'probe');
    expect(startedIds(second)).toEqual(['probe']);
  });

  test(`${name}: what is accepted before the start is handed out after it`, async () => {
    const inbox = await (await prepare())();
    onTestFinished(() => inbox.stop(0));
    const handler = controlledHandler();
    await inbox.accept(message('a', 1));
    expect(handler.runs).toHaveLength(0);
    inbox.start(handler.handle);
    (await handler.next()).finish();
    expect(handler.runs).toHaveLength(1);
  });

  test(`${name}: a stop waits for what runs, hands out nothing more, and the rest comes next time`, async () => {
    const open = await prepare();
    const first = await start(open);
    for (const id of [1, 2, 3]) await first.inbox.accept(message('a', id));
    const run = await first.handler.next();
    const stopped = first.inbox.stop(60_000);
    await first.inbox.accept(message('b', 4));
    run.finish();
    await stopped;
    expect(startedIds(first)).toEqual(['1']);
    expect(run.signal.aborted).toBe(false);

    const second = await start(open);
    second.handler.release();
    const left = [await second.handler.next(), await second.handler.next(), await second.handler.next()];
    expect(left.map((each) => each.attempt)).toEqual([1, 1, 1]);
    const order = startedIds(second);
    expect(order.toSorted()).toEqual(['2', '3', '4']);
    expect(order.indexOf('2')).toBeLessThan(order.indexOf('3'));
  });

  test(`${name}: after the grace a stop aborts what runs, and it is run again next time`, async () => {
    const open = await prepare();
    const first = await start(open);
    await first.inbox.accept(message('a', 1));
    await first.inbox.accept(message('a', 2));
    const run = await first.handler.next();
    // As a turn does that ends quietly when it is aborted.
    run.signal.addEventListener('abort', () => run.finish());
    await first.inbox.stop(0);
    expect(run.signal.reason).toMatchObject({ why: 'stopping' });

    const second = await start(open);
    const again = await second.handler.next();
    expect([again.message.id, again.attempt]).toEqual(['telegram:1', 2]);
    again.finish();
    (await second.handler.next()).finish();
  });

  test(`${name}: a handler that ignores the abort does not hold up the stop`, async () => {
    const open = await prepare();
    const first = await start(open);
    await first.inbox.accept(message('a', 1));
    const deaf = await first.handler.next();
    await first.inbox.stop(0);
    deaf.finish();
    const second = await start(open);
    const again = await second.handler.next();
    expect([again.message.id, again.attempt]).toEqual(['telegram:1', 2]);
    again.finish();
  });

  test(`${name}: a stopped inbox accepts nothing, so that nothing is acknowledged and lost`, async () => {
    const { inbox } = await startFresh();
    await inbox.stop(0);
    await expect(inbox.accept(message('a', 1))).rejects.toThrow(/stopped/);
  });

  test(`${name}: the depth counts what waits and what runs`, async () => {
    const started = await startFresh();
    const { inbox, handler } = started;
    expect(await inbox.depth()).toBe(0);
    for (const id of [1, 2, 3]) await inbox.accept(message('a', id));
    await inbox.accept(message('a', 3));
    const run = await handler.next();
    expect(await inbox.depth()).toBe(3);
    await inbox.cancel('telegram:3');
    expect(await inbox.depth()).toBe(2);
    run.finish();
    const last = await handler.next();
    expect(await inbox.depth()).toBe(1);
    last.finish();
    await settle(started, 'probe');
    const depth = await inbox.depth();
    // The probe's own end may not be written yet.
    expect(depth).toBeLessThanOrEqual(1);
  });
}
