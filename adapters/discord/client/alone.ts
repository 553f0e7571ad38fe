/** A job that never runs beside itself: who calls for it while it runs gets the run that there is. */
export function alone(job: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= job().finally(() => {
      running = null;
    });
    return running;
  };
}
