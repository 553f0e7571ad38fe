import { parentPort } from 'node:worker_threads';
import type { ThreadAsk, ThreadReply } from './thread.ts';

/** Answers what is asked of this thread, one job after the other. */
export function serveThread<Ask, Answer>(work: (ask: Ask) => Answer | Promise<Answer>): void {
  parentPort?.on('message', async ({ ask, id }: ThreadAsk<Ask>) => {
    let reply: ThreadReply<Answer>;
    try {
      reply = { id, answer: await work(ask) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.name : 'unknown' };
    }
    parentPort?.postMessage(reply);
  });
  parentPort?.postMessage({ ready: true } satisfies ThreadReply<Answer>);
}
