import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { parseCommand } from '../../commands/index.ts';
import type { Composed } from '../../src/compose.ts';
import type { ConversationKey } from '../../src/conversation/types.ts';
import { present, receiptLine } from './present.ts';
import { receive, terminalConversation } from './receive.ts';
import { openSession } from './session.ts';

/** `npm run chat`: a conversation in the terminal. Ctrl-C stops an answer, and at the prompt it ends the chat. */
async function main(): Promise<void> {
  const session = await openSession(new AbortController().signal);
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n› ' });
  let stop: AbortController | null = null;
  let ended = false;
  lines.on('close', () => {
    ended = true;
  });
  lines.on('SIGINT', () => {
    if (stop === null) lines.close();
    else stop.abort();
  });
  const conversation = terminalConversation(randomUUID());
  console.log('Ask anything. /help lists the commands, Ctrl-C stops an answer, Ctrl-D ends the chat.');
  try {
    lines.prompt();
    for await (const line of lines) {
      stop = new AbortController();
      if (line.trim() !== '') await answer(line, session, conversation, stop.signal);
      stop = null;
      // After the end of the input, lines that were read before may still have to be answered.
      if (!ended) lines.prompt();
    }
  } finally {
    lines.close();
    await session.close();
  }
}

async function answer(
  line: string,
  session: Composed,
  conversation: ConversationKey,
  signal: AbortSignal,
): Promise<void> {
  const { command, text } = parseCommand(line);
  if (command?.kind === 'act') {
    console.log(await command.act({ switchboard: session, conversation }));
    return;
  }
  const message = receive(text, conversation, command?.expert ?? null);
  const receipt = await present(session.ask(message, signal), {
    out: (words) => process.stdout.write(words),
    err: (words) => process.stderr.write(words),
  });
  if (receipt !== null) console.log(`\n${styleText('dim', receiptLine(receipt))}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
