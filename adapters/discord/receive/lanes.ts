/** Jobs of one lane run one after the other, in the order in which they came; lanes side by side. */
export function createLanes(): (lane: string, job: () => Promise<void>) => Promise<void> {
  const tails = new Map<string, Promise<void>>();
  return (lane, job) => {
    const before = tails.get(lane) ?? Promise.resolve();
    const running = before.then(job, job);
    tails.set(lane, running);
    const forget = () => {
      if (tails.get(lane) === running) tails.delete(lane);
    };
    running.then(forget, forget);
    return running;
  };
}
