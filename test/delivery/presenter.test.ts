import { setImmediate as settle } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { AnswerEvent, Message } from '../../src/conversation/types.ts';
import type { PlatformPort } from '../../src/delivery/platform-port.ts';
import { createPresenter } from '../../src/delivery/presenter.ts';
import { SendError } from '../../src/delivery/send-error.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { receipt } from '../support/turns.ts';
import { FakePlatform, FakeProcess, type Fate } from './fake-platform.ts';
import { createFakePort, type FakePortOptions, LIMITS, type TextPart } from './fake-port.ts';
import { message } from './messages.ts';
import { openStorage } from './presenter-world.ts';
import { VirtualClock } from './virtual-clock.ts';

const FAST: Fate = { latencyMs: 0, outcome: 'ok', retryAfterMs: null };
const never = new AbortController().signal;

interface WorldOptions extends Partial<Pick<FakePortOptions, 'canFind' | 'canStream' | 'hasStatus'>> {
  readonly fates?: readonly Fate[];
  readonly changes?: (
    port: PlatformPort<TextPart>,
    platform: FakePlatform,
  ) => Partial<PlatformPort<TextPart>>;
}

function world({ fates = [], changes, ...options }: WorldOptions = {}) {
  const clock = new VirtualClock();
  const platform = new FakePlatform(clock, [...fates, ...Array<Fate>(100).fill(FAST)]);
  const storage = openStorage(() => clock.now());
  onTestFinished(() => storage.close());
  const metrics = createMetrics();
  const process = new FakeProcess(Number.POSITIVE_INFINITY);
  const port = createFakePort({ platform, process, canFind: true, canStream: false, ...options });
  const presenter = createPresenter(
    { ...port, ...changes?.(port, platform) },
    { outbox: storage.outbox, clock, metrics, log: pino({ level: 'silent' }) },
  );
  const startedAt = clock.now();
  return {
    clock,
    platform,
    metrics,
    outbox: storage.outbox,
    presenter,
    /** Name and start of each call (ms after the beginning). */
    calls: () => platform.calls.map(({ name, startedAt: at }) => `${name} ${at - startedAt}`),
    texts: () => platform.visible().map(({ text }) => text),
    /** Shows events that come after so many milliseconds each. */
    show: (script: Script, of: Message = message('a', 1), leave = never) =>
      clock.run(presenter.present(of, play(clock, script), leave)),
  };
}

type Script = readonly (readonly [delayMs: number, event: AnswerEvent])[];

async function* play(clock: VirtualClock, script: Script): AsyncGenerator<AnswerEvent> {
  for (const [delayMs, event] of script) {
    await clock.sleep(delayMs);
    yield event;
  }
}

const text = (delta: string): AnswerEvent => ({ event: 'text', data: { delta } });
const done: AnswerEvent = { event: 'done', data: receipt('') };

test('an answer that is complete before an edit could be due is posted once', async () => {
  const { calls, show, texts } = world();
  await show([
    [100, text('four')],
    [LIMITS.holdMs - 1, done],
  ]);
  expect(calls()).toEqual(['post 1099', 'post 2099']);
  expect(texts()).toEqual(['four', '[done]']);
});

test('final text goes out at once, and only the pace of calls that were made holds it up', async () => {
  const { calls, show } = world();
  await show([
    [0, text('a')],
    [1_500, text('b')],
    [100, done],
  ]);
  expect(calls()).toEqual(['post 1000', 'edit 2500', 'post 3500']);
});

test('an update shows the newest text, not each step towards it', async () => {
  const { platform, show } = world();
  await show([[0, text('a')], ...Array.from({ length: 10 }, () => [200, text('b')] as const), [3_000, done]]);
  expect(platform.calls.filter(({ name }) => name === 'edit')).toHaveLength(1);
});

test('a status is shown at once and renewed until there is text, and never holds up the final form', async () => {
  const slow: Fate = { latencyMs: 8_000, outcome: 'ok', retryAfterMs: null };
  const { calls, show } = world({ hasStatus: true, fates: [FAST, slow] });
  await show([
    [6_000, text('a')],
    [10, done],
  ]);
  expect(calls()).toEqual(['status 0', 'status 5000', 'post 6010', 'post 7010', 'status 7010']);
});

test('a refusal for going too fast is waited out, also by other answers of the scope', async () => {
  const { calls, clock, presenter } = world({
    fates: [{ latencyMs: 0, outcome: 'rate_limited', retryAfterMs: 30_000 }],
  });
  const first = presenter.present(
    message('a', 1),
    play(clock, [
      [0, text('a')],
      [0, done],
    ]),
    never,
  );
  const second = presenter.present(
    message('b', 2),
    play(clock, [
      [10, text('b')],
      [0, done],
    ]),
    never,
  );
  await clock.run(Promise.all([first, second]));
  const [refused, ...later] = calls().map((call) => Number(call.split(' ')[1]));
  expect(refused).toBe(0);
  expect(later[0]).toBe(30_000);
  // Between them they keep the pace of one.
  expect(later.map((at, index) => at - (later[index - 1] ?? at)).slice(1)).toEqual([1_000, 1_000, 1_000]);
});

test('a native stream grows by appending, and ends in the final form', async () => {
  const { platform, calls, show, texts } = world({ canStream: true });
  await show([
    [0, text('one ')],
    [1_500, text('two')],
    [1_000, done],
  ]);
  expect(calls()).toEqual(['start 1000', 'append 1600', 'stop 2500', 'post 3500']);
  expect(texts()).toEqual(['one two', '[done]']);
  expect(platform.violations).toEqual([]);
});

test('where streaming is refused, the answer is posted and edited', async () => {
  const { calls, show, texts } = world({
    canStream: true,
    changes: (port) => ({
      stream: port.stream && {
        ...port.stream,
        start: async () => {
          throw new SendError('refused', 'unknown_method');
        },
      },
    }),
  });
  await show([
    [0, text('one ')],
    [2_500, text('two')],
    [2_000, done],
  ]);
  expect(calls()).toEqual(['post 2000', 'edit 3500', 'post 4500']);
  expect(texts()).toEqual(['one two', '[done]']);
});

test('a reply that somebody deleted in mid-answer is posted anew when it is whole', async () => {
  const { platform, clock, show, texts } = world();
  void clock.sleep(2_000).then(() => {
    for (const shown of platform.messages) shown.isDeleted = true;
  });
  await show([
    [0, text('one ')],
    [2_500, text('two')],
    [2_000, done],
  ]);
  expect(texts()).toEqual(['one two', '[done]']);
});

test('what the platform refuses for good is counted and told, and the rest is shown', async () => {
  const { metrics, show, texts } = world({
    changes: (port) => ({
      post(to, part, intent, signal) {
        if (part.kind === 'file') throw new SendError('refused', 'missing_scope');
        return port.post(to, part, intent, signal);
      },
    }),
  });
  await show([
    [0, text('see|file|there')],
    [0, done],
  ]);
  expect(texts()).toEqual(['see', 'there', '[done]']);
  expect((await metrics.undelivered.get()).values).toMatchObject([{ value: 1 }]);
});

test('a platform that stays away long enough gives the turn back to the inbox', async () => {
  const { clock, show, texts } = world({
    changes: () => ({
      limits: () => ({ ...LIMITS, giveUpAfterMs: 60_000 }),
      post: async () => {
        throw new SendError('not_sent', 'ECONNREFUSED');
      },
    }),
  });
  const before = clock.now();
  await expect(
    show([
      [0, text('a')],
      [0, done],
    ]),
  ).rejects.toThrow(SendError);
  expect(clock.now() - before).toBeGreaterThanOrEqual(60_000);
  expect(texts()).toEqual([]);
});

test('a shorter answer in place of a longer one leaves nothing of it behind', async () => {
  const { show, texts, outbox } = world();
  await show([
    [0, text('a long answer that takes several messages')],
    [0, done],
  ]);
  expect(texts().length).toBeGreaterThan(2);
  const again: Message = { ...message('a', 2), replaces: 'telegram:1' };
  await show(
    [
      [0, text('short')],
      [0, done],
    ],
    again,
  );
  expect(texts()).toEqual(['short', '[done]']);
  expect((await outbox.find('telegram:1'))?.messageId).toBe('telegram:2');
});

test('a turn that was given up before it began leaves the reply as it stands', async () => {
  const { calls, show } = world();
  await show([]);
  expect(calls()).toEqual([]);
});

test('a stop of the process leaves the reply after the call in flight, whose id is not lost', async () => {
  const slow: Fate = { latencyMs: 3_000, outcome: 'ok', retryAfterMs: null };
  const { clock, outbox, calls, show } = world({ fates: [slow] });
  const leave = new AbortController();
  void clock.sleep(2_000).then(() => leave.abort());
  await show(
    [
      [0, text('a')],
      [60_000, done],
    ],
    message('a', 1),
    leave.signal,
  );
  expect(calls()).toEqual(['post 1000']);
  expect(await outbox.find('telegram:1')).toMatchObject({ state: 'open', parts: [{ ref: 'm0' }] });
});

test('removing a reply deletes all of its messages and forgets them', async () => {
  const { clock, presenter, show, texts, outbox } = world();
  await show([
    [0, text('some text that takes two messages')],
    [0, done],
  ]);
  await clock.run(presenter.remove('telegram:1', never));
  expect(texts()).toEqual([]);
  expect(await outbox.find('telegram:1')).toBeNull();
  expect(await outbox.findByRef('telegram', 'm0')).toBeNull();
});

test('a fault in rendering ends the turn with that fault', async () => {
  const { clock, presenter } = world({
    changes: (port) => ({
      renderer: (to) => ({
        ...port.renderer(to),
        append() {
          throw new TypeError('broken renderer');
        },
      }),
    }),
  });
  const shown = presenter.present(message('a', 1), play(clock, [[0, text('a')]]), never);
  await expect(clock.run(shown)).rejects.toThrow('broken renderer');
  await settle();
});
