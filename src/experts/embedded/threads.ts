/** How long one token takes with so many threads, in milliseconds. */
export interface ThreadMeasurement {
  readonly threads: number;
  readonly msPerToken: number;
}

/** Decodes one token at a time with a fixed number of threads. */
export interface Stepper {
  step(): Promise<void>;
  close(): Promise<void>;
}

/** A further thread must bring this much, else it only takes a core from somebody. */
const WORTHWHILE = 0.9;
/** The first token pays for pages and threads that are touched for the first time. */
const WARM_UP_STEPS = 1;
const STEPS = 5;
/** All measuring together; the start must not wait for a perfect number. */
const BUDGET_MS = 800;
/** A candidate whose single token takes so many times the best one so far is given up while it runs. */
const PATIENCE_FACTOR = 8;
const PATIENCE_MIN_MS = 100;
/** A running answer this much slower than measured: the cores have been taken away. */
const COLLAPSE_FACTOR = 10;

/** 1, 2, 4 … and the number available itself. */
export function threadCandidates(available: number): number[] {
  const candidates = [];
  for (let threads = 1; threads < available; threads *= 2) candidates.push(threads);
  return [...candidates, Math.max(1, available)];
}

/** The last of the measurements, in order of threads, of which each was worthwhile over the one before. */
export function chooseThreads(measurements: readonly ThreadMeasurement[]): ThreadMeasurement {
  let best = measurements[0] ?? { threads: 1, msPerToken: Number.POSITIVE_INFINITY };
  for (const next of measurements.slice(1)) {
    if (!isWorthwhile(best, next)) break;
    best = next;
  }
  return best;
}

function isWorthwhile(best: ThreadMeasurement, next: ThreadMeasurement): boolean {
  return next.msPerToken <= best.msPerToken * WORTHWHILE;
}

/** Whether an answer ran so slowly that the threads fight for cores that are not theirs. */
export function hasCollapsed(chosen: ThreadMeasurement, msPerToken: number): boolean {
  return chosen.threads > 1 && msPerToken > chosen.msPerToken * COLLAPSE_FACTOR;
}

/**
 * Measures instead of assuming: on cores that are shared with others, llama.cpp's threads spin while they wait for
 * each other, and its default can be a thousand times slower than one thread. One thread is the baseline; more are
 * tried while they help. A native step cannot be cut off, so a candidate that is too slow is left behind: it ends
 * by itself, and is closed then.
 */
export async function measureThreads(
  available: number,
  open: (threads: number) => Promise<Stepper>,
  now: () => number = () => performance.now(),
): Promise<ThreadMeasurement> {
  const deadline = now() + BUDGET_MS;
  const measurements: ThreadMeasurement[] = [];
  for (const threads of threadCandidates(available)) {
    const best = measurements.at(-1);
    if (best !== undefined && now() >= deadline) break;
    const patienceMs =
      best === undefined ? null : Math.max(PATIENCE_MIN_MS, best.msPerToken * PATIENCE_FACTOR);
    const msPerToken = await measure(await open(threads), patienceMs, deadline, now);
    const measurement = { threads, msPerToken };
    measurements.push(measurement);
    if (best !== undefined && !isWorthwhile(best, measurement)) break;
  }
  return chooseThreads(measurements);
}

/** The median of a few steps; infinite when a step outlasts the patience. */
async function measure(
  stepper: Stepper,
  patienceMs: number | null,
  deadline: number,
  now: () => number,
): Promise<number> {
  const times: number[] = [];
  let stepping = Promise.resolve();
  let leftBehind = false;
  try {
    for (let step = 0; step < WARM_UP_STEPS + STEPS; step++) {
      const started = now();
      stepping = stepper.step();
      leftBehind = patienceMs !== null && !(await endsWithin(stepping, patienceMs));
      if (leftBehind) return Number.POSITIVE_INFINITY;
      await stepping;
      times.push(now() - started);
      if (now() >= deadline && times.length > WARM_UP_STEPS) break;
    }
    return median(times.slice(WARM_UP_STEPS));
  } finally {
    const closing = stepping.catch(() => {}).then(() => stepper.close());
    if (leftBehind) closing.catch(() => {});
    else await closing;
  }
}

async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ms, false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}
