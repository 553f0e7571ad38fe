import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { completions } from '../../commands/completion.ts';
import { parseCommand } from '../../commands/index.ts';
import type { Message } from '../../src/conversation/types.ts';
import { languageOf } from '../../src/conversation/wording.ts';
import { runTyped, type Seat } from './command.ts';
import { createDesk, type Desk } from './desk.ts';
import { harmless, present, receiptLine } from './present.ts';
import { receive, terminalConversation } from './receive.ts';
import { openSession } from './session.ts';

/** `npm run chat`: a conversation in the terminal. Ctrl-C stops an answer, and at the prompt it ends the chat. */
async function main(): Promise<void> {
  const session = await openSession(new AbortController().signal);
  const desk = createDesk();
  const conversation = terminalConversation(randomUUID());
  const seat: Seat = { switchboard: session, conversation, answers: desk.answers };
  const { stdin: input, stdout: output } = process;
  const lines = createInterface({ input, output, prompt: '\n› ', completer: completeCommand });
  let ended = false;
  let waiting = Promise.resolve();
  lines.on('SIGINT', () => {
    if (!desk.interrupt()) lines.close();
  });
  lines.on('line', (line) => {
    const isStop = parseCommand(line).call?.name === 'stop';
    // All lines wait for the answer before them, but for the one that is to end it.
    if (isStop && desk.interrupt()) return;
    waiting = waiting.then(async () => {
      if (line.trim() !== '') await handle(line, seat, desk).catch(tell);
      if (!ended) lines.prompt();
    });
  });
  const end = once(lines, 'close');
  console.log('Ask anything. /help lists the commands, Ctrl-C stops an answer, Ctrl-D ends the chat.');
  lines.prompt();
  try {
    await end;
    ended = true;
    // After the end of the input, lines that were read before may still have to be answered.
    await waiting;
  } finally {
    await session.close();
  }
}

async function handle(line: string, seat: Seat, desk: Desk): Promise<void> {
  const { call, text } = parseCommand(line);
  if (call === null) return answer(receive(text, seat.conversation, null), seat, desk);
  const ran = await runTyped(call, line, seat);
  if ('message' in ran) return answer(ran.message, seat, desk);
  console.log(harmless(ran.say));
}

function answer(message: Message, { switchboard }: Seat, desk: Desk): Promise<void> {
  return desk.run(message, async (signal) => {
    const screen = {
      out: (words: string) => process.stdout.write(words),
      err: (words: string) => process.stderr.write(words),
    };
    const receipt = await present(switchboard.ask(message, signal), screen, languageOf(message.text));
    if (receipt !== null)
      console.log(`\n${styleText('dim', receiptLine(receipt, languageOf(message.text)))}`);
  });
}

/** For the Tab key. */
function completeCommand(line: string): [string[], string] {
  return [completions(line, 'en').map(({ insert }) => insert), line];
}

function tell(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
}

main().catch((error: unknown) => {
  tell(error);
  process.exitCode = 1;
});
