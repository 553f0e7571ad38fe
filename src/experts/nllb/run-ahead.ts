/**
 * The results of `work` in the order of `items`, with up to `ahead` more of them at work while one is consumed.
 * Leaving the loop, or a failure, aborts the signal that the work was given.
 */
export async function* runAhead<T, R>(
  items: readonly T[],
  ahead: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): AsyncGenerator<R> {
  const leave = new AbortController();
  const either = AbortSignal.any([signal, leave.signal]);
  const running: Promise<R>[] = [];
  let next = 0;
  const fill = () => {
    for (; running.length <= ahead && next < items.length; next++) {
      const result = work(items[next] as T, either);
      // Awaited later; until then a failure must not count as unhandled.
      result.catch(() => {});
      running.push(result);
    }
  };
  try {
    fill();
    for (let first = running.shift(); first !== undefined; first = running.shift()) {
      const result = await first;
      fill();
      yield result;
    }
  } finally {
    leave.abort();
  }
}
