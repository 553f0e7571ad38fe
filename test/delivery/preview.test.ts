import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { AnswerEvent } from '../../src/conversation/types.ts';
import type { PreviewPort } from '../../src/delivery/platform-port.ts';
import { createPresenter } from '../../src/delivery/presenter.ts';
import { SendError } from '../../src/delivery/send-error.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { receipt } from '../support/turns.ts';
import { FakePlatform, FakeProcess, type Fate } from './fake-platform.ts';
import { createFakePort, type TextPart } from './fake-port.ts';
import { message } from './messages.ts';
import { openStorage } from './presenter-world.ts';
import { VirtualClock } from './virtual-clock.ts';

const FAST: Fate = { latencyMs: 0, outcome: 'ok', retryAfterMs: null };
const never = new AbortController().signal;
const text = (delta: string): AnswerEvent => ({ event: 'text', data: { delta } });
const done: AnswerEvent = { event: 'done', data: receipt('') };

type Script = readonly (readonly [delayMs: number, event: AnswerEvent])[];

/** A platform with previews: at most one in 800 ms, faded after 20 s. `failures` are thrown first. */
function world(failures: readonly SendError[] = []) {
  const clock = new VirtualClock();
  const platform = new FakePlatform(clock, Array<Fate>(100).fill(FAST));
  const storage = openStorage(() => clock.now());
  onTestFinished(() => storage.close());
  const port = createFakePort({
    platform,
    process: new FakeProcess(Number.POSITIVE_INFINITY),
    canFind: true,
    canStream: false,
  });
  const startedAt = clock.now();
  const previews: string[] = [];
  const left = [...failures];
  const preview: PreviewPort<TextPart> = {
    everyMs: 800,
    renewMs: 20_000,
    offered: () => true,
    async show(_to, part) {
      previews.push(`${part.text} ${clock.now() - startedAt}`);
      const failure = left.shift();
      if (failure !== undefined) throw failure;
    },
  };
  const parts = { outbox: storage.outbox, clock, metrics: createMetrics(), log: pino({ level: 'silent' }) };
  const presenter = createPresenter({ ...port, preview }, parts);
  return {
    previews,
    calls: () => platform.calls.map(({ name, startedAt: at }) => `${name} ${at - startedAt}`),
    texts: () => platform.visible().map((shown) => shown.text),
    show: (script: Script) => clock.run(presenter.present(message('a', 1), play(clock, script), never)),
  };
}

async function* play(clock: VirtualClock, script: Script): AsyncGenerator<AnswerEvent> {
  for (const [delayMs, event] of script) {
    await clock.sleep(delayMs);
    yield event;
  }
}

test('what grows is previewed at once and at its own pace; the message comes with the final form, at once', async () => {
  const { calls, previews, show, texts } = world();
  await show([
    [0, text('a')],
    [100, text('b')],
    [100, text('c')],
    [1_000, done],
  ]);
  expect(previews).toEqual(['a 0', 'abc 800']);
  expect(calls()[0]).toBe('post 1200');
  expect(texts()).toEqual(['abc', '[done]']);
});

test('a preview that stands still is renewed before it fades', async () => {
  const { previews, show } = world();
  await show([
    [0, text('a')],
    [45_000, done],
  ]);
  expect(previews).toEqual(['a 0', 'a 20000', 'a 40000']);
});

test('parts that are settled are posted, the one that grows is previewed', async () => {
  const { calls, previews, show, texts } = world();
  await show([
    [0, text('twelve chars')],
    [100, text('more')],
    [5_000, done],
  ]);
  expect(calls()[0]).toBe('post 100');
  expect(previews).toEqual(['twelve chars 0', 'more 800']);
  expect(texts()).toEqual(['twelve chars', 'more', '[done]']);
});

test('a refusal for going too fast is waited out, and then the newest text is shown', async () => {
  const { previews, show } = world([new SendError('rate_limited', 'slow', { retryAfterMs: 3_000 })]);
  await show([
    [0, text('a')],
    [500, text('b')],
    [9_000, done],
  ]);
  expect(previews).toEqual(['a 0', 'ab 3000']);
});

test('where a preview is refused, the answer is posted and edited', async () => {
  const { calls, previews, show } = world([new SendError('refused', 'no')]);
  await show([
    [0, text('a')],
    [5_000, text('b')],
    [5_000, done],
  ]);
  expect(previews).toEqual(['a 0']);
  expect(calls().slice(0, 2)).toEqual(['post 0', 'edit 5000']);
});
