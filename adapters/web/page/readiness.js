import { abortOf } from './abort.js';

const POLL_MS = 1_000;

/**
 * Watches whether an expert can answer, until one can. `onChange` gets each status, or null while the server is
 * not reached.
 */
export function createReadiness(fetchStatus, onChange) {
  let watching = false;
  const settled = Promise.withResolvers();

  async function watch() {
    for (;;) {
      const status = await fetchStatus().catch(() => null);
      onChange(status);
      // Without progress nothing is on its way: a question gets the server's own sentence on what to do.
      if (status === null || status.ready || status.progress === null) settled.resolve();
      if (status?.ready) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  return {
    /** Looks (again) until an expert can answer. */
    check() {
      if (watching) return;
      watching = true;
      watch().finally(() => {
        watching = false;
      });
    },
    /** Resolves once a question can be sent: not while a model is being fetched or loaded. */
    async settled(signal) {
      await Promise.race([settled.promise, abortOf(signal)]);
    },
  };
}
