/** Rejects when the signal aborts; without a signal it never settles. */
export function abortOf(signal) {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
