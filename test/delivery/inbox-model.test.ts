import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { MAX_FAILURES } from '../../src/delivery/delays.ts';
import type { Inbox } from '../../src/delivery/inbox.ts';
import { openSqliteInbox } from '../../src/delivery/sqlite-inbox.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type ControlledHandler, controlledHandler, type Run } from './controlled-handler.ts';
import * as model from './inbox-model.ts';
import { message } from './messages.ts';

const log = pino({ level: 'silent' });
/** Crashes that are followed by a run at once; later ones wait (src/delivery/delays.ts). */
const FREE_CRASHES = 3;

/** The real inbox, and what it is running as far as the test was told. */
class RealInbox {
  readonly #root: string;
  readonly #abandoned: Inbox[] = [];
  #generation = 0;
  #handler: ControlledHandler = controlledHandler();
  #started = 0;
  readonly #active = new Map<number, Run>();
  inbox: Inbox;

  constructor(root: string) {
    this.#root = root;
    mkdirSync(this.#folder());
    this.inbox = this.#open();
  }

  #folder(): string {
    return join(this.#root, String(this.#generation));
  }

  #open(): Inbox {
    const inbox = openSqliteInbox({ path: join(this.#folder(), 'inbox.db'), log, retryDelayMs: () => 0 });
    this.#handler = controlledHandler();
    this.#started = 0;
    this.#active.clear();
    inbox.start(this.#handler.handle);
    return inbox;
  }

  /** Ends the run of a message, and forgets it. */
  end(id: number, how: (run: Run) => void): void {
    const run = this.#active.get(id);
    if (run === undefined) throw new Error(`${id} is not running`);
    this.#active.delete(id);
    how(run);
  }

  async restart(): Promise<void> {
    await this.inbox.stop(0);
    this.inbox = this.#open();
  }

  /** As after a kill: the files as they are now, without the goodbye of the process that wrote them. */
  crash(): void {
    const before = this.#folder();
    this.#generation++;
    cpSync(before, this.#folder(), { recursive: true });
    this.#abandoned.push(this.inbox);
    this.inbox = this.#open();
  }

  /** Waits for the runs that the model expects, then compares all there is to see. */
  async check(expected: model.InboxModel): Promise<void> {
    const wanted = model.running(expected);
    while (this.#active.size < wanted.length) {
      const run = await this.#handler.next();
      this.#started++;
      const id = Number(run.message.id.replace('telegram:', ''));
      run.signal.addEventListener('abort', () => run.finish());
      this.#active.set(id, run);
    }
    await new Promise(setImmediate);
    const active = [...this.#active].map(([id, { attempt }]) => `${id}/${attempt}`).toSorted();
    expect(active).toEqual(wanted);
    expect(this.#handler.runs).toHaveLength(this.#started);
    expect(await this.inbox.depth()).toBe(model.depth(expected));
  }

  async close(): Promise<void> {
    for (const inbox of [this.inbox, ...this.#abandoned]) await inbox.stop(0);
  }
}

type Command = fc.AsyncCommand<model.InboxModel, RealInbox>;

const conversation = fc.constantFrom('a', 'b', 'c');
const id = fc.nat({ max: 25 });

const accept = (name: string, number: number): Command => ({
  check: () => true,
  async run(expected, real) {
    const isNew = model.accept(expected, name, number);
    expect(await real.inbox.accept(message(name, number))).toBe(isNew);
    await real.check(expected);
  },
  toString: () => `accept ${name} ${number}`,
});

const endHead = (name: string, outcome: 'finish' | 'fail'): Command => ({
  check: (expected) => model.head(expected, name) !== undefined,
  async run(expected, real) {
    const head = model.head(expected, name);
    if (head === undefined) return;
    if (outcome === 'finish') model.remove(expected, head.id);
    else model.fail(expected, head, MAX_FAILURES);
    real.end(head.id, (run) => run[outcome]());
    await real.check(expected);
  },
  toString: () => `${outcome} ${name}`,
});

const cancel = (number: number): Command => ({
  check: () => true,
  async run(expected, real) {
    const name = model.conversationOf(expected, number);
    const isRunning = name !== undefined && model.head(expected, name)?.id === number;
    expect(await real.inbox.cancel(`telegram:${number}`)).toBe(model.remove(expected, number));
    if (isRunning) real.end(number, (run) => expect(run.signal.aborted).toBe(true));
    await real.check(expected);
  },
  toString: () => `cancel ${number}`,
});

const restart: Command = {
  check: () => true,
  async run(expected, real) {
    model.restart(expected);
    await real.restart();
    await real.check(expected);
  },
  toString: () => 'restart',
};

const crash: Command = {
  check: ({ crashes }) => crashes < FREE_CRASHES,
  async run(expected, real) {
    expected.crashes++;
    model.restart(expected);
    real.crash();
    await real.check(expected);
  },
  toString: () => 'crash',
};

const commands = fc.commands(
  [
    fc.tuple(conversation, id).map(([name, number]) => accept(name, number)),
    fc.tuple(conversation, id).map(([name, number]) => accept(name, number)),
    conversation.map((name) => endHead(name, 'finish')),
    conversation.map((name) => endHead(name, 'fail')),
    id.map(cancel),
    fc.constant(restart),
    fc.constant(crash),
  ],
  { maxCommands: 40 },
);

test('whatever is asked of it, the inbox does what a queue per conversation would do', async () => {
  const root = tempFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const folder = join(root, String(run++));
      mkdirSync(folder);
      const real = new RealInbox(folder);
      try {
        await fc.asyncModelRun(() => ({ model: model.emptyModel(), real }), sequence);
      } finally {
        await real.close();
      }
    }),
    { numRuns: 60 },
  );
});
