import { randomUUID } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { languageOf } from '../../src/conversation/wording.ts';
import { ASK_USAGE, parseAskArguments } from './arguments.ts';
import { present, receiptLine } from './present.ts';
import { receive, terminalConversation } from './receive.ts';
import { openSession } from './session.ts';

const SUMMARY_GRACE_MS = 10_000;

/** `npm run ask`: one turn in this process. Exit code 0 when it was answered, else 1. */
async function main(): Promise<boolean> {
  const { conversation, expert, help, json, text } = parseAskArguments(process.argv.slice(2));
  if (help) {
    console.log(ASK_USAGE);
    return true;
  }
  if (text === null && process.stdin.isTTY) throw new Error(ASK_USAGE);
  const question = text ?? (await readAll(process.stdin));
  const stop = new AbortController();
  process.on('SIGINT', () => stop.abort());
  process.on('SIGTERM', () => stop.abort());

  const session = await openSession(stop.signal);
  try {
    const id = conversation ?? randomUUID();
    const events = session.ask(receive(question, terminalConversation(id), expert), stop.signal);
    const screen = {
      out: (words: string) => json || process.stdout.write(words),
      err: (words: string) => process.stderr.write(words),
    };
    const language = languageOf(question);
    const receipt = await present(events, screen, language);
    if (receipt === null) return false;
    // The asker's own id, so that it can be given back with --conversation.
    process.stdout.write(json ? `${JSON.stringify({ ...receipt, conversation: id })}\n` : '\n');
    if (!json) process.stderr.write(`\n${receiptLine(receipt, language)}\n`);
    // This process ends now, and nobody else would make a summary that is due.
    const late = delay(SUMMARY_GRACE_MS, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    await Promise.race([session.settled(), late]);
    return true;
  } finally {
    await session.close();
  }
}

main().then(
  (answered) => {
    process.exitCode = answered ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
