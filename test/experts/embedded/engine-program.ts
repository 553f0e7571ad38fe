import { pino } from 'pino';
import { createEmbeddedEngine } from '../../../src/experts/embedded/engine.ts';

/**
 * A process with an engine in it, for process.test.ts: `node engine-program.ts MODEL`. Writes its answer to stdout
 * and its log to stderr; closes the engine on SIGTERM, and otherwise after one answer. Never calls process.exit.
 */
const [path = ''] = process.argv.slice(2);
const controller = new AbortController();
const engine = createEmbeddedEngine({
  findModel: async () => path,
  log: pino({ level: 'trace' }, pino.destination(2)),
});
// Not `once`: a library of node-llama-cpp's (signal-exit) ends the process when its own listener is the last one.
process.on('SIGTERM', () => controller.abort(new Error('SIGTERM')));
try {
  await engine.ready(controller.signal);
  const request = { messages: [{ role: 'user' as const, content: 'Hi' }], maxTokens: 900 };
  const sampling = { temperature: 0 };
  for await (const event of engine.generate({ ...request, sampling }, controller.signal)) {
    if (event.type === 'text') process.stdout.write(`${JSON.stringify(event.delta)}\n`);
  }
} catch (error) {
  console.error(error);
} finally {
  await engine.close();
}
