import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { AnswerEvent, Message } from '../../src/conversation/types.ts';
import { systemClock } from '../../src/delivery/clock.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import { createLedgerOutbox } from '../../src/delivery/ledger-outbox.ts';
import type { PlatformPort } from '../../src/delivery/platform-port.ts';
import { openSqliteInbox } from '../../src/delivery/sqlite-inbox.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { receipt } from '../support/turns.ts';
import { partsOf, type TextPart } from './fake-port.ts';
import { conversation, message } from './messages.ts';

const log = pino({ level: 'silent' });
const LIMITS = {
  scope: 'room',
  postEveryMs: 0,
  editEveryMs: 0,
  appendEveryMs: 0,
  holdMs: 0,
  statusEveryMs: 60_000,
  callTimeoutMs: 60_000,
  giveUpAfterMs: 60_000,
};

/** A turn that the test writes. */
interface Asked {
  readonly message: Message;
  readonly signal: AbortSignal;
  write(event: AnswerEvent): void;
}

interface Posted {
  readonly answers: string;
  text: string;
  isDeleted: boolean;
}

/** Delivery with a platform of this process, and turns in the hands of the test. */
function open(
  changes: Partial<PlatformPort<TextPart>> = {},
  path = ':memory:',
  ledger = createMemoryLedger(),
) {
  const inbox = openSqliteInbox({ path, log, retryDelayMs: () => 0 });
  onTestFinished(() => inbox.stop(0));
  const posted: Posted[] = [];
  const at = (ref: string) => posted[Number(ref)] as Posted;
  const port: PlatformPort<TextPart> = {
    platform: 'telegram',
    limits: () => LIMITS,
    renderer() {
      let text = '';
      return {
        append(delta) {
          text += delta;
        },
        replace(whole) {
          text = whole;
        },
        render: ({ phase, error }) => partsOf(error?.message ?? text, phase),
      };
    },
    post: async ({ id }, { text }) => String(posted.push({ answers: id, text, isDeleted: false }) - 1),
    edit: async (_to, ref, { text }) => {
      at(ref).text = text;
    },
    delete: async (_to, ref) => {
      at(ref).isDeleted = true;
    },
    findSent: async () => null,
    ...changes,
  };
  const asked: Asked[] = [];
  async function* ask(message: Message, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    const events: AnswerEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const write = (event: AnswerEvent) => {
      events.push(event);
      wake.resolve();
    };
    asked.push({ message, signal, write });
    const stopped: AnswerEvent = { event: 'done', data: receipt('', { finish: 'stopped' }) };
    signal.addEventListener('abort', () => write(stopped), { once: true });
    for (let index = 0; ; index++) {
      while (events[index] === undefined) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
      const event = events[index] as AnswerEvent;
      yield event;
      if (event.event === 'done' || event.event === 'error') return;
    }
  }
  const outbox = createLedgerOutbox(ledger);
  const delivery = createDelivery({ inbox, outbox, clock: systemClock, metrics: createMetrics(), log });
  delivery.start([port as PlatformPort], ask);
  return {
    inbox,
    ledger,
    answers: delivery.answers,
    asked: (count: number) =>
      expect
        .poll(() => asked.length)
        .toBe(count)
        .then(() => asked.at(-1) as Asked),
    texts: () => posted.filter(({ isDeleted }) => !isDeleted).map(({ text }) => text),
  };
}

const text = (delta: string): AnswerEvent => ({ event: 'text', data: { delta } });
const done: AnswerEvent = { event: 'done', data: receipt('') };

test('a message that is handed in is answered on its platform, and found by what was sent', async () => {
  const { answers, asked, texts } = open();
  expect(await answers.accept(message('a', 1))).toBe(true);
  const turn = await asked(1);
  expect(answers.live(conversation('a'))).toEqual([
    { messageId: 'telegram:1', conversation: conversation('a'), authorId: '7' },
  ]);
  turn.write(text('hello'));
  turn.write(done);
  await expect.poll(texts).toEqual(['hello', '[done]']);
  await expect.poll(() => answers.live(conversation('a'))).toEqual([]);
  expect(await answers.accept(message('a', 1))).toBe(false);
  expect((await answers.byRef('telegram', '1'))?.messageId).toBe('telegram:1');
  expect((await answers.of('turn_1'))?.state).toBe('complete');
});

test('a stopped answer keeps what was written, marked as stopped', async () => {
  const { answers, asked, texts } = open();
  await answers.accept(message('a', 1));
  const turn = await asked(1);
  turn.write(text('half an'));
  await expect.poll(texts).toEqual(['half an']);
  expect(await answers.stop('telegram:1')).toBe(true);
  await expect.poll(texts).toEqual(['half an', '[stopped]']);
  expect(turn.signal.aborted).toBe(true);
  await expect.poll(() => answers.live(conversation('a'))).toEqual([]);
  expect(await answers.stop('telegram:1')).toBe(false);
});

test('a message that still waits can be stopped, and is never asked', async () => {
  const { answers, asked, texts } = open();
  await answers.accept(message('a', 1));
  await answers.accept(message('a', 2));
  const turn = await asked(1);
  expect(answers.live(conversation('a'), '7').map(({ messageId }) => messageId)).toEqual([
    'telegram:1',
    'telegram:2',
  ]);
  expect(answers.live(conversation('a'), 'somebody else')).toEqual([]);
  expect(await answers.stop('telegram:2')).toBe(true);
  turn.write(done);
  await answers.accept(message('a', 3));
  expect((await asked(2)).message.id).toBe('telegram:3');
  expect(texts()).toEqual(['[done]']);
});

test('an edit while the answer runs ends that turn, and its reply is rewritten in place', async () => {
  const { answers, asked, texts } = open();
  await answers.accept(message('a', 1));
  const first = await asked(1);
  first.write(text('about cats'));
  await expect.poll(texts).toEqual(['about cats']);
  await answers.accept({ ...message('a', 2), replaces: 'telegram:1' });
  const second = await asked(2);
  expect(first.signal.aborted).toBe(true);
  expect(texts()).toEqual(['about cats']);
  second.write(text('about dogs'));
  second.write(done);
  await expect.poll(texts).toEqual(['about dogs', '[done]']);
  expect((await answers.of('telegram:1'))?.messageId).toBe('telegram:2');
});

test('of two quick edits only the last is answered, in the same reply', async () => {
  const { answers, asked, texts } = open();
  await answers.accept(message('a', 1));
  const first = await asked(1);
  first.write(text('one'));
  await expect.poll(texts).toEqual(['one']);
  await answers.accept({ ...message('a', 2), replaces: 'telegram:1' });
  await asked(2);
  await answers.accept({ ...message('a', 3), replaces: 'telegram:1' });
  const third = await asked(3);
  third.write(text('three'));
  third.write(done);
  await expect.poll(texts).toEqual(['three', '[done]']);
});

test('a deleted message takes its running turn and the reply with it', async () => {
  const { answers, asked, texts } = open();
  await answers.accept(message('a', 1));
  const turn = await asked(1);
  turn.write(text('hello'));
  await expect.poll(texts).toEqual(['hello']);
  expect(await answers.remove('telegram:1')).toBe(true);
  expect(turn.signal.aborted).toBe(true);
  expect(texts()).toEqual([]);
  expect(await answers.remove('telegram:1')).toBe(false);
});

test('what a message lacks is fetched before it is asked, and a person is told why it cannot be', async () => {
  const refusal = new SwitchboardError('too_large', 'too big');
  const { answers, asked, texts } = open({
    async prepare(given) {
      if (given.id === 'telegram:2') throw refusal;
      return { ...given, text: 'with its file' };
    },
  });
  await answers.accept(message('a', 1));
  const turn = await asked(1);
  expect(turn.message.text).toBe('with its file');
  turn.write(done);
  await answers.accept(message('a', 2));
  await expect.poll(texts).toEqual(['[done]', 'too big', '[failed]']);
});

test('what a stop of the process cuts off is answered at the next start, in the reply that stands', async () => {
  const path = join(tempFolder(), 'inbox.db');
  const first = open({}, path);
  await first.answers.accept(message('a', 1));
  (await first.asked(1)).write(text('half'));
  await expect.poll(first.texts).toEqual(['half']);
  await first.inbox.stop(0);
  expect(first.texts()).toEqual(['half']);

  const edits: string[] = [];
  const edit = async (_to: unknown, ref: string, { text: now }: TextPart) =>
    void edits.push(`${ref}: ${now}`);
  const second = open({ edit }, path, first.ledger);
  const again = await second.asked(1);
  again.write(text('whole'));
  again.write(done);
  await expect.poll(() => edits.at(-1)).toBe('0: whole');
  await expect.poll(second.texts).toEqual(['[done]']);
});
