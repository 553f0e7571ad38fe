import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openSqliteInbox } from '../../src/delivery/sqlite-inbox.ts';
import { message } from './messages.ts';

/**
 * Child process of the tests that kill: `FILE OUTCOMES MODE FIRST_NUMBER`. Each outcome is one line in the file
 * OUTCOMES (appended before the process goes on, so a kill cannot take it back) and on stdout.
 *
 * `serve` accepts messages without end and answers what it is handed; `drain` only answers, until nothing is
 * left; `idle` answers one message, lets another fail, and then has nothing to do.
 */
const [path = '', outcomes = '', mode = '', firstNumber = '0'] = process.argv.slice(2);
const CONVERSATIONS = 12;
/** Long enough that a kill finds answers unfinished, short enough that most are finished. */
const ANSWER_MS = 15;

function tell(outcome: string): void {
  appendFileSync(outcomes, `${outcome}\n`);
  process.stdout.write(`${outcome}\n`);
}

const log = pino({ level: 'silent' });
const inbox = openSqliteInbox({ path, log, maxConcurrent: 8, retryDelayMs: () => 60_000 });
tell('open');

if (mode === 'idle') {
  inbox.start(async ({ id }) => {
    tell(`done ${id}`);
    if (id.endsWith('2')) throw new Error('no answer');
  });
  await inbox.accept(message('a', 1));
  await inbox.accept(message('b', 2));
} else {
  inbox.start(async ({ id }, { attempt }) => {
    tell(`start ${id} ${attempt}`);
    await sleep(Math.random() * ANSWER_MS);
    tell(`done ${id} ${attempt}`);
    if (mode === 'drain' && (await inbox.depth()) === 1) setImmediate(() => void inbox.stop(1000));
  });
  if (mode === 'drain' && (await inbox.depth()) === 0) await inbox.stop(0);
  for (let number = Number(firstNumber); mode === 'serve'; number++) {
    tell(`try ${number}`);
    await inbox.accept(message(`c${number % CONVERSATIONS}`, number));
    tell(`accepted ${number}`);
    await sleep(Math.random());
  }
}
