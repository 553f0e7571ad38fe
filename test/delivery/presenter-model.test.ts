import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { AnswerEvent } from '../../src/conversation/types.ts';
import { sendDelayMs } from '../../src/delivery/delays.ts';
import { createPresenter } from '../../src/delivery/presenter.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { receipt } from '../support/turns.ts';
import { FakePlatform, FakeProcess, type Fate, type SeenCall } from './fake-platform.ts';
import { createFakePort, LIMITS, partsOf } from './fake-port.ts';
import { message } from './messages.ts';
import { openStorage } from './presenter-world.ts';
import { VirtualClock } from './virtual-clock.ts';

const log = pino({ level: 'silent' });

interface Writing {
  readonly delayMs: number;
  readonly event: 'text' | 'replace' | 'check' | 'queue';
  readonly text: string;
}

interface Script {
  readonly writing: readonly Writing[];
  readonly endDelayMs: number;
  readonly phase: 'done' | 'stopped' | 'failed';
}

interface Scenario {
  /** What the model writes on each run that has to write anew. */
  readonly scripts: readonly Script[];
  readonly fates: readonly Fate[];
  /** How earlier runs end: killed at a step, or told to stop. */
  readonly lives: readonly ({ readonly steps: number } | { readonly stopAfterMs: number })[];
  readonly arrivals: readonly boolean[];
  readonly canFind: boolean;
  readonly canStream: boolean;
}

const writing = fc.record<Writing>({
  delayMs: fc.oneof(fc.constant(0), fc.nat({ max: 4_000 })),
  event: fc.constantFrom('text', 'text', 'text', 'text', 'text', 'replace', 'check', 'queue'),
  text: fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '|'), minLength: 1, maxLength: 24 }),
});

const script = fc.record<Script>({
  writing: fc.array(writing, { maxLength: 12 }),
  endDelayMs: fc.nat({ max: 3_000 }),
  phase: fc.constantFrom('done', 'done', 'stopped', 'failed'),
});

const fate = fc.record<Fate>({
  latencyMs: fc.nat({ max: 3_000 }),
  outcome: fc.constantFrom(
    'ok',
    'ok',
    'ok',
    'ok',
    'rate_limited',
    'not_sent',
    'lost_after',
    'lost_before',
    'hangs',
    'expired',
  ),
  retryAfterMs: fc.integer({ min: 500, max: 20_000 }),
});

const scenario = (canFind: boolean) =>
  fc.record<Scenario>({
    scripts: fc.array(script, { minLength: 1, maxLength: 3 }),
    fates: fc.array(fate, { maxLength: 40 }),
    lives: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ steps: fc.nat({ max: 60 }) }) },
        { weight: 1, arbitrary: fc.record({ stopAfterMs: fc.nat({ max: 10_000 }) }) },
      ),
      { maxLength: 5 },
    ),
    arrivals: fc.array(fc.boolean(), { maxLength: 6 }),
    canFind: fc.constant(canFind),
    canStream: fc.boolean(),
  });

interface Outcome {
  readonly platform: FakePlatform;
  readonly runs: readonly Run[];
  readonly final: { readonly text: string; readonly phase: Script['phase'] };
  readonly possibleDoubles: number;
}

/** One process's run of the turn. */
interface Run {
  readonly process: number;
  readonly firstTextAt: number | null;
  /** When the presenter was told that the text is final, and the calls that it had begun by then. */
  readonly finalAt: number | null;
  readonly callsBefore: number;
}

async function play(scenario: Scenario): Promise<Outcome> {
  const clock = new VirtualClock();
  const platform = new FakePlatform(clock, scenario.fates);
  const storage = openStorage(() => clock.now());
  const metrics = createMetrics();
  const arrivals = [...scenario.arrivals];
  const runs: Run[] = [];
  let stored: Outcome['final'] | null = null;

  for (let attempt = 0; ; attempt++) {
    const life = scenario.lives[attempt];
    const process = new FakeProcess(
      life !== undefined && 'steps' in life ? life.steps : Number.POSITIVE_INFINITY,
    );
    const run = { process: process.id, firstTextAt: null, finalAt: null, callsBefore: 0 } as {
      -readonly [key in keyof Run]: Run[key];
    };
    runs.push(run);
    const port = createFakePort({
      platform,
      process,
      canFind: scenario.canFind,
      canStream: scenario.canStream,
      hasStatus: true,
      arrivesAtKill: () => arrivals.shift() ?? false,
    });
    const outbox = storage.outboxFor(process);
    const presenter = createPresenter(port, { outbox, clock, metrics, log });
    const events = async function* (): AsyncGenerator<AnswerEvent> {
      const known = stored;
      const { writing, endDelayMs, phase } = scenario.scripts[attempt % scenario.scripts.length] as Script;
      let text = '';
      const replay: Writing[] = known === null ? [] : [{ delayMs: 0, event: 'text', text: known.text }];
      for (const each of known === null ? writing : replay) {
        await clock.sleep(each.delayMs);
        await process.step();
        if (each.event === 'text') text += each.text;
        if (each.event === 'replace') text = each.text;
        if (each.event === 'text' || each.event === 'replace') run.firstTextAt ??= clock.now();
        yield eventOf(each);
      }
      await clock.sleep(known === null ? endDelayMs : 0);
      await process.step();
      const ended = known ?? { text, phase };
      stored = ended;
      run.finalAt = clock.now();
      run.callsBefore = platform.calls.length;
      yield endOf(ended.phase);
    };
    const leave = new AbortController();
    if (life !== undefined && 'stopAfterMs' in life) {
      void clock.sleep(life.stopAfterMs).then(() => leave.abort());
    }
    const presenting = presenter.present(message('a', 1), events(), leave.signal);
    await clock.run(Promise.race([presenting, process.killed.promise]));
    if (process.isDead) continue;
    if ((await storage.outbox.find('telegram:1'))?.state === 'complete') break;
    expect(leave.signal.aborted).toBe(true);
    // Whatever it still had in mind, the process ends now.
    process.kill();
  }

  const process = new FakeProcess(Number.POSITIVE_INFINITY);
  const port = createFakePort({ platform, process, canFind: scenario.canFind, canStream: false });
  const again = createPresenter(port, { outbox: storage.outboxFor(process), clock, metrics, log });
  await clock.run(again.present(message('a', 1), neverAsked(), new AbortController().signal));
  expect(platform.calls.filter((call) => call.process === process.id)).toEqual([]);
  storage.close();
  const doubles = await metrics.possibleDoubles.get();
  if (stored === null) throw new Error('the turn never ended');
  return {
    platform,
    runs,
    final: stored,
    possibleDoubles: doubles.values.reduce((sum, { value }) => sum + value, 0),
  };
}

async function* neverAsked(): AsyncGenerator<AnswerEvent> {
  yield await Promise.reject(new Error('the answer stands, nobody needs to be asked'));
}

function eventOf({ event, text }: Writing): AnswerEvent {
  switch (event) {
    case 'text':
      return { event, data: { delta: text } };
    case 'replace':
      return { event, data: { text } };
    case 'check':
      return { event, data: { name: text, status: 'passed' } };
    default:
      return { event: 'queue', data: { position: text.length } };
  }
}

function endOf(phase: Script['phase']): AnswerEvent {
  if (phase === 'failed') {
    return {
      event: 'error',
      data: { error: { message: 'no', type: 'server_error', param: null, code: null } },
    };
  }
  return { event: 'done', data: receipt('', { finish: phase === 'stopped' ? 'stopped' : 'stop' }) };
}

const PACE: Readonly<Record<string, number>> = {
  post: LIMITS.postEveryMs,
  start: LIMITS.postEveryMs,
  edit: LIMITS.editEveryMs,
  delete: LIMITS.editEveryMs,
  append: LIMITS.appendEveryMs,
  stop: LIMITS.appendEveryMs,
  abandon: LIMITS.appendEveryMs,
};

/** Nothing is waited for after it: another kind of call comes next. */
function isForGood({ failure }: SeenCall): boolean {
  return failure === 'gone' || failure === 'refused' || failure === 'stream_lost';
}

/** When each call of a run could start at the earliest, as the rules say; compared with when it did. */
function checkTimes(run: Run, all: readonly SeenCall[]): void {
  const calls = all.filter(({ process }) => process === run.process);
  const { finalAt, firstTextAt } = run;
  let pacedAt = Number.NEGATIVE_INFINITY;
  let endedAt = Number.NEGATIVE_INFINITY;
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let backOffUntil = Number.NEGATIVE_INFINITY;
  let failures = 0;
  for (const call of calls) {
    const paceMs = PACE[call.name];
    const isFinal = finalAt !== null && all.indexOf(call) >= run.callsBefore;
    if (call.name !== 'status') {
      const pace = paceMs === undefined ? Number.NEGATIVE_INFINITY : pacedAt + paceMs;
      const earliest = Math.max(pace, endedAt, blockedUntil);
      expect(call.startedAt).toBeGreaterThanOrEqual(earliest);
      if (isFinal) expect(call.startedAt).toBe(Math.max(finalAt, earliest, backOffUntil));
      else if (paceMs !== undefined && pacedAt === Number.NEGATIVE_INFINITY) {
        expect(call.startedAt).toBeGreaterThanOrEqual((firstTextAt ?? 0) + LIMITS.holdMs);
      }
    }
    if (paceMs !== undefined) pacedAt = call.startedAt;
    endedAt = call.endedAt ?? endedAt;
    if (call.name === 'status') continue;
    if (call.failure === 'rate_limited') blockedUntil = endedAt + (call.retryAfterMs ?? 0);
    if (call.failure === null) failures = call.name === 'find' ? failures : 0;
    else if (isFinal && !isForGood(call)) failures++;
    if (isFinal && call.failure !== null && call.failure !== 'rate_limited' && !isForGood(call)) {
      backOffUntil = endedAt + (call.retryAfterMs ?? sendDelayMs(failures));
    }
  }
}

// A counterexample is shown as found: each step towards a smaller one costs as much as a run.
const RUNS = { numRuns: 300, endOnFailure: true };

test('a platform that can tell what was sent shows every answer whole and once, whatever fails or dies', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(true), async (given) => {
      const { platform, runs, final, possibleDoubles } = await play(given);
      expect(platform.violations).toEqual([]);
      const shown = platform.visible().map(({ kind, text }) => `${kind} ${text}`);
      expect(shown).toEqual(partsOf(final.text, final.phase).map(({ key }) => key));
      expect(platform.visible().filter(({ isStreaming }) => isStreaming)).toEqual([]);
      expect(possibleDoubles).toBe(0);
      for (const run of runs) checkTimes(run, platform.calls);
    }),
    RUNS,
  );
});

test('a platform that cannot tell loses nothing either, and each message too many was counted', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(false), async (given) => {
      const { platform, runs, final, possibleDoubles } = await play(given);
      expect(platform.violations).toEqual([]);
      const wanted = partsOf(final.text, final.phase).map(({ key }) => key);
      const shown = platform.visible().map(({ kind, text }) => `${kind} ${text}`);
      expect(isSubsequence(wanted, shown)).toBe(true);
      expect(shown.length - wanted.length).toBeLessThanOrEqual(possibleDoubles);
      for (const run of runs) checkTimes(run, platform.calls);
    }),
    RUNS,
  );
});

function isSubsequence(wanted: readonly string[], shown: readonly string[]): boolean {
  let found = 0;
  for (const each of shown) if (each === wanted[found]) found++;
  return found === wanted.length;
}
