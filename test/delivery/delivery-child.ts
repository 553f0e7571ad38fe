import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { AnswerEvent, Message } from '../../src/conversation/types.ts';
import { systemClock } from '../../src/delivery/clock.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import { createLedgerOutbox } from '../../src/delivery/ledger-outbox.ts';
import type { PlatformPort } from '../../src/delivery/platform-port.ts';
import { openSqliteInbox } from '../../src/delivery/sqlite-inbox.ts';
import { openStores } from '../../src/stores/open.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { receipt } from '../support/turns.ts';
import { LIMITS, partsOf, type TextPart } from './fake-port.ts';
import { message } from './messages.ts';

/**
 * Child process of the test that kills: `FOLDER PLATFORM_URL MODE FIRST_NUMBER`. It answers what is in its inbox on
 * the platform of the parent process. `serve` accepts messages without end; `drain` only answers, until nothing is
 * left. What was accepted is written to FOLDER/accepted.log before it goes on.
 */
const [folder = '', platformUrl = '', mode = '', firstNumber = '0'] = process.argv.slice(2);
const CONVERSATIONS = 6;

const log = pino({ level: 'silent' });
const inbox = openSqliteInbox({ path: join(folder, 'inbox.db'), log, retryDelayMs: () => 0 });
const stores = await openStores({ storeUrl: 'sqlite:', dataDir: folder });
const { answers, start } = createDelivery({
  inbox,
  outbox: createLedgerOutbox(stores.ledger),
  clock: systemClock,
  metrics: createMetrics(),
  log,
});

async function call(method: string, body: object, signal: AbortSignal): Promise<string | null> {
  const response = await fetch(`${platformUrl}/${method}`, {
    method: 'POST',
    body: JSON.stringify(body),
    signal,
  });
  return ((await response.json()) as { ref: string | null }).ref;
}

const port: PlatformPort<TextPart> = {
  platform: 'telegram',
  limits: ({ conversation }) => ({
    ...LIMITS,
    scope: conversation,
    postEveryMs: 2,
    editEveryMs: 2,
    holdMs: 2,
  }),
  renderer() {
    let text = '';
    return {
      append(delta) {
        text += delta;
      },
      replace(whole) {
        text = whole;
      },
      render: ({ phase }) => partsOf(text, phase),
    };
  },
  async post({ id }, { text }, intent, signal) {
    const ref = await call('post', { answers: id, text, intent: intent.id }, signal);
    if (ref === null) throw new Error('the platform gave no id');
    return ref;
  },
  edit: async (_to, ref, { text }, signal) => void (await call('edit', { ref, text }, signal)),
  delete: async (_to, ref, signal) => void (await call('delete', { ref }, signal)),
  findSent: (_to, intent, signal) => call('find', { intent: intent.id }, signal),
};

/** Writes something else at first, as a model does on each run; the end is the same, so that it can be compared. */
async function* ask({ text }: Message): AsyncGenerator<AnswerEvent> {
  for (const draft of [`draft ${Math.random()}`, ` of ${text}`, ` and ${Math.random()}`]) {
    yield { event: 'text', data: { delta: draft } };
    await sleep(Math.random() * 4);
  }
  yield { event: 'replace', data: { text: `all that is to be said: ${text}` } };
  yield { event: 'done', data: receipt('') };
}

start([port as PlatformPort], ask);
process.stdout.write('open\n');
for (let number = Number(firstNumber); mode === 'serve'; number++) {
  appendFileSync(join(folder, 'tried.log'), `${number}\n`);
  await answers.accept(message(`c${number % CONVERSATIONS}`, number));
  appendFileSync(join(folder, 'accepted.log'), `${number}\n`);
  await sleep(Math.random() * 4);
}
while ((await inbox.depth()) > 0) await sleep(10);
await inbox.stop(1000);
await stores.close();
