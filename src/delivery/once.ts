/** How many ids are remembered; a platform sends an event again within minutes at most. */
const REMEMBERED = 10_000;

/**
 * Runs a job once for each id: whoever comes again with the id gets the first one's result. A job that failed is
 * forgotten, so that the next one tries again.
 */
export function createOnce(): (id: string, job: () => Promise<void>) => Promise<void> {
  const seen = new Map<string, Promise<void>>();
  return (id, job) => {
    const known = seen.get(id);
    if (known !== undefined) return known;
    if (seen.size >= REMEMBERED) seen.delete(seen.keys().next().value ?? '');
    const running = job();
    seen.set(id, running);
    running.catch(() => seen.delete(id));
    return running;
  };
}
