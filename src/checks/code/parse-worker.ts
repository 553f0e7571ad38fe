import { parentPort } from 'node:worker_threads';
import { parseCode } from './parse.ts';
import type { ParseReply, ParseRequest } from './protocol.ts';

parentPort?.on('message', async ({ code, id, language }: ParseRequest) => {
  let reply: ParseReply;
  try {
    reply = { id, problem: await parseCode(language, code) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.name : 'unknown' };
  }
  parentPort?.postMessage(reply);
});
