import { once } from 'node:events';
import { Keyv } from 'keyv';
import { type Logger, pino } from 'pino';
import { createAccess } from '../../src/access/create.ts';
import type { CompletionRequest } from '../../src/conversation/completion.ts';
import { createSettingsStore } from '../../src/conversation/settings-store.ts';
import type {
  AnswerEvent,
  ErrorBody,
  ExpertName,
  Message,
  Receipt,
  Route,
} from '../../src/conversation/types.ts';
import { createButtons } from '../../src/delivery/signed-buttons.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { createMemoryLedger } from '../../src/stores/memory-ledger.ts';
import type { ExpertStatus, KeptTurn, Readiness, Switchboard } from '../../src/switchboard.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { type ConfigChanges, testConfig } from './test-config.ts';

/** Writes the answer to a text, piece by piece; a thrown `SwitchboardError` becomes the turn's error. */
export type Answer = (text: string, signal: AbortSignal) => AsyncIterable<string>;

export interface FakeOptions {
  readonly config?: ConfigChanges;
  readonly log?: Logger;
  /** Default: "You said: TEXT", word by word. */
  readonly answer?: Answer;
  /** All events of a turn, in place of `answer`. */
  readonly events?: (signal: AbortSignal) => AsyncIterable<AnswerEvent>;
}

export interface FakeSwitchboard extends Switchboard {
  /** What was asked so far. */
  readonly messages: readonly Message[];
  readonly completions: readonly CompletionRequest[];
  /** Turns that ended because their caller left. */
  readonly stopped: () => number;
  /** Turns that have not ended. */
  readonly running: () => number;
  /** Resolves when a turn is stopped. */
  whenStopped(): Promise<void>;
  setReadiness(readiness: Readiness): void;
}

const READY: Readiness = { ready: true, detail: 'general answers', progress: null };

/** A switchboard without models: scripted answers, conversations in memory, abort honoured. */
export function createFakeSwitchboard(options: FakeOptions = {}): FakeSwitchboard {
  const { answer = echo } = options;
  const conversations = new Map<string, KeptTurn[]>();
  const caches = new Map<string, Keyv>();
  const messages: Message[] = [];
  const completions: CompletionRequest[] = [];
  const stops = new EventTarget();
  let stopped = 0;
  let running = 0;
  let readiness = READY;

  async function* turn(
    text: string,
    expert: ExpertName,
    conversation: string,
    keep: (receipt: Receipt) => void,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent> {
    running++;
    const route = routeTo(expert);
    let written = '';
    let finish: Receipt['finish'] = 'stopped';
    try {
      if (options.events) {
        yield* untilAborted(options.events(signal), signal);
        finish = 'stop';
        return;
      }
      yield { event: 'route', data: route };
      for await (const delta of untilAborted(answer(text, signal), signal)) {
        written += delta;
        yield { event: 'text', data: { delta } };
      }
      if (!signal.aborted) finish = 'stop';
      const receipt = fakeReceipt(route, conversation, written, finish);
      keep(receipt);
      yield { event: 'done', data: receipt };
    } catch (error) {
      finish = 'stop';
      yield { event: 'error', data: toBody(error) };
    } finally {
      running--;
      if (finish === 'stopped') {
        stopped++;
        stops.dispatchEvent(new Event('stopped'));
      }
    }
  }

  const config = testConfig(options.config);
  const ledger = createMemoryLedger();
  const settings = createSettingsStore(new Keyv());
  return {
    config,
    log: options.log ?? pino({ level: 'silent' }),
    metrics: createMetrics(),
    stores: {
      description: 'memory',
      cache(namespace) {
        const cache = caches.get(namespace) ?? new Keyv({ namespace });
        caches.set(namespace, cache);
        return cache;
      },
      ledger,
      close: async () => {},
    },
    inbox: {
      accept: async () => true,
      start() {},
      cancel: async () => false,
      depth: async () => 0,
      stop: async () => {},
    },
    answers: {
      accept: async () => true,
      stop: async () => false,
      remove: async () => false,
      live: () => [],
      of: async () => null,
      byRef: async () => null,
    },
    ask(message, signal) {
      messages.push(message);
      const keep = (receipt: Receipt) => {
        const turns = conversations.get(message.conversation) ?? [];
        conversations.set(message.conversation, [...turns, toKept(message, receipt)]);
      };
      return turn(message.text, message.forced ?? 'general', message.conversation, keep, signal);
    },
    complete(request, signal) {
      completions.push(request);
      const expert = request.expert === 'auto' ? 'general' : request.expert;
      return turn(request.messages.at(-1)?.text ?? '', expert, request.id, () => {}, signal);
    },
    infill: (request, signal) => turn(request.prompt, 'code', request.id, () => {}, signal),
    route: async (message) => {
      messages.push(message);
      return routeTo(message.forced ?? 'general');
    },
    experts: async () => EXPERT_STATUSES,
    readiness: () => readiness,
    turns: async (conversation) => conversations.get(conversation) ?? null,
    keptTurns: async (key) => conversations.get(key)?.map((turn) => ({ ...turn, verdict: null })) ?? null,
    keptAsks: async () => [],
    sizes: async (keys) => keys.map((key) => conversations.get(key)?.length ?? 0),
    findText: async () => null,
    forget: async (conversation) => conversations.delete(conversation),
    findTurn: async (key, which) =>
      conversations
        .get(key)
        ?.findLast((turn) =>
          'id' in which ? [turn.id, turn.messageId].includes(which.id) : turn.authorId === which.by,
        ) ?? null,
    again: async () => null,
    removeTurn: async () => false,
    settings: settings.load,
    changeSettings: settings.change,
    forgetSettings: settings.forget,
    judgeTurn: async () => false,
    access: createAccess(config, ledger),
    buttons: createButtons('a secret of the tests', ledger),
    messages,
    completions,
    stopped: () => stopped,
    running: () => running,
    async whenStopped() {
      if (stopped === 0) await once(stops, 'stopped');
    },
    setReadiness(next) {
      readiness = next;
    },
  };
}

const EXPERT_STATUSES: readonly ExpertStatus[] = (
  ['general', 'code', 'math', 'translate', 'structured', 'vision'] as const
).map((name) => ({
  name,
  modelUsed: 'fake-model',
  window: 4_096,
  state: name === 'general' ? 'up' : 'played_by_general',
}));

async function* echo(text: string): AsyncGenerator<string> {
  yield* `You said: ${text}`.match(/\s*\S+|\s+$/g) ?? [];
}

/** Ends quietly when the signal aborts, even while the next item is awaited. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const aborted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  for (;;) {
    const result = await Promise.race([aborted, iterator.next()]);
    if (result === null || result.done) return;
    yield result.value;
  }
}

function routeTo(expert: ExpertName): Route {
  return {
    expert,
    tier: 'classifier',
    confidence: 0.9,
    scores: { [expert]: 0.9 },
    reason: 'a fake decision',
  };
}

export function fakeReceipt(
  route: Route,
  conversation: string,
  response: string,
  finish: Receipt['finish'],
): Receipt {
  return {
    id: `turn_${crypto.randomUUID()}`,
    conversation,
    model_used: 'fake-model',
    expert: route.expert,
    response,
    timestamp: new Date().toISOString(),
    route,
    steps: [{ expert: route.expert, model_used: 'fake-model', ms: 12 }],
    checks: [],
    usage: { prompt_tokens: 7, completion_tokens: 5, cached_tokens: 2 },
    latency_ms: { route: 0.1, first_token: 3, total: 12 },
    cached: false,
    degraded: null,
    finish,
  };
}

function toKept(message: Message, receipt: Receipt): KeptTurn {
  return {
    messageId: message.id,
    authorId: message.author.id,
    written: message.text,
    files: message.attachments.map(({ mime, name }) => ({ mime, name })),
    origin: message.origin ?? null,
    receipt,
    id: receipt.id,
    timestamp: receipt.timestamp,
    author: null,
    text: message.text,
    response: receipt.response,
    expert: receipt.expert,
    model_used: receipt.model_used,
    stopped: receipt.finish === 'stopped',
  };
}

function toBody(error: unknown): ErrorBody {
  const known = error instanceof SwitchboardError ? error : new SwitchboardError('internal', 'It failed.');
  return known.toBody();
}
