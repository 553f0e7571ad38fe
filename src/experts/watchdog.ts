/**
 * Aborts when nothing happens for too long. `signal` follows the parent's signal and the timer; `tick` begins a
 * new wait of `ms`; `expired` tells the two apart; `stop` must be called at the end.
 */
export interface Watchdog {
  readonly signal: AbortSignal;
  readonly expired: boolean;
  tick(ms: number): void;
  stop(): void;
}

export function createWatchdog(parent: AbortSignal, ms: number): Watchdog {
  const controller = new AbortController();
  const onParent = () => controller.abort(parent.reason);
  if (parent.aborted) onParent();
  else parent.addEventListener('abort', onParent, { once: true });

  let expired = false;
  let deadline = 0;
  let timer: NodeJS.Timeout | undefined;
  const check = () => {
    const left = deadline - performance.now();
    if (left > 0) {
      timer = setTimeout(check, left);
      return;
    }
    expired = true;
    controller.abort(new DOMException('nothing came in time', 'TimeoutError'));
  };
  const tick = (wait: number) => {
    // A token only moves the deadline: no timer is made or cleared on the hot path, unless it comes nearer.
    const next = performance.now() + wait;
    if (timer === undefined || next < deadline) {
      clearTimeout(timer);
      timer = setTimeout(check, wait);
    }
    deadline = next;
  };
  tick(ms);
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    tick,
    stop() {
      clearTimeout(timer);
      parent.removeEventListener('abort', onParent);
    },
  };
}
