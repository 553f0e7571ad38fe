import { serveThread } from '../../src/checks/serve-thread.ts';

/** What a job of the tests does. */
export type Deed = 'echo' | 'hang' | 'throw' | 'die';

let jobs = 0;

/** Counts the jobs of its thread, so that a new thread shows. */
serveThread<Deed, number>((deed) => {
  jobs++;
  if (deed === 'throw') throw new Error('its own');
  if (deed === 'die') process.exit(1);
  while (deed === 'hang');
  return jobs;
});
