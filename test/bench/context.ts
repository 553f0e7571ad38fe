import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { turnsToFold } from '../../src/conversation/compaction.ts';
import { createContextStore } from '../../src/conversation/context.ts';
import { promptBudget } from '../../src/conversation/fit.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import { promptParts } from '../../src/conversation/prompt.ts';
import { openai } from '../../src/experts/profiles/general.ts';
import { openStores } from '../../src/stores/open.ts';
import { withFolder } from '../support/processes.ts';
import { storedTurn } from '../support/turns.ts';
import { median, type Row } from './statistics.ts';

const TURNS = 10_000;
/** The answers around a turn that are compared: enough to see every filling between two compactions. */
const SPAN = 100;
const ROOM = { budget: promptBudget(32_768, null), embedded: false };
const QUESTION = { author: null, shared: false, text: 'And then?', expert: 'general', images: [] } as const;

interface Cost {
  readonly appendMs: number;
  readonly buildMs: number;
}

/** Appending a turn and building a prompt, early and late in a conversation of 10,000 turns; on disk. */
export async function benchContext(): Promise<Row[]> {
  return withFolder(async (folder) => {
    const stores = await openStores({ storeUrl: 'sqlite:', dataDir: folder });
    const contexts = createContextStore(stores.cache('context'));
    const answer = 'A usual answer of some hundred words. '.repeat(40);

    /** One turn as it is played, and what it cost. */
    async function step(key: ReturnType<typeof conversationKey>, index: number): Promise<Cost> {
      const builtMs = performance.now();
      const context = await contexts.load(key);
      const { head, live } = context;
      const prompt = openai.layout(promptParts(head.summary, live, QUESTION)).messages;
      const appendMs = performance.now();
      const tokens = prompt.reduce((sum, { content }) => sum + content.length / 4, 0);
      await contexts.append(key, context, storedTurn(`question ${index}`, answer), {
        model: 'm',
        from: head.from,
        tokens,
      });
      const doneMs = performance.now();
      const fold = turnsToFold(live, tokens, ROOM);
      if (fold > 0) await contexts.compact(key, head, head.from + fold, 'What was said. '.repeat(40));
      return { buildMs: appendMs - builtMs, appendMs: doneMs - appendMs };
    }

    // Turn 10 of many fresh conversations, against the last turns of a long one.
    const long = conversationKey('api', 'bench', 'long');
    for (let turn = 0; turn < TURNS - SPAN; turn++) await step(long, turn);
    const early: Cost[] = [];
    const late: Cost[] = [];
    for (let sample = 0; sample < SPAN; sample++) {
      const fresh = conversationKey('api', 'bench', `fresh-${sample}`);
      for (let turn = 0; turn < 9; turn++) await step(fresh, turn);
      early.push(await step(fresh, 9));
      late.push(await step(long, TURNS - SPAN + sample));
    }
    await stores.close();
    return [
      ratio('appending a turn', early, late, 'appendMs'),
      ratio('loading and building a prompt', early, late, 'buildMs'),
    ];
  });
}

function ratio(name: string, early: readonly Cost[], late: readonly Cost[], field: keyof Cost): Row {
  const at10 = median(early.map((cost) => cost[field]));
  const at10000 = median(late.map((cost) => cost[field]));
  const factor = at10000 / at10;
  return {
    name: `${name}: turn 10,000 against turn 10`,
    value: `${factor.toFixed(2)}× (${(at10000 * 1000).toFixed(0)} µs against ${(at10 * 1000).toFixed(0)} µs)`,
    goal: { text: 'within 2×', met: factor <= 2 },
  };
}

const IDLE_CONVERSATIONS = 1_500;
const ROUNDS = 7;

/**
 * Heap that is still held for conversations that have been used and are idle now: the median growth over some
 * rounds, since the engine's own memory (code, buffers) comes and goes in steps.
 */
export async function benchIdleMemory(): Promise<Row[]> {
  const { conversationParts, collect } = await import('../support/experts.ts');
  const { message } = await import('../support/turns.ts');
  const { startDouble } = await import('../support/processes.ts');
  const double = await startDouble({ remember: 0 });
  return withFolder(async (folder) => {
    const parts = await conversationParts({
      urls: { general: [double.url] },
      storeUrl: `sqlite:${folder}/idle.db`,
      logLevel: 'silent',
    });
    const never = new AbortController().signal;
    const talk = async (from: number, to: number) => {
      for (let index = from; index < to; index++) {
        const conversation = conversationKey('api', 'bench', String(index));
        await collect(parts.ask(message(`Question ${index}`, { conversation }), never));
      }
    };
    const heapBytes = heapMeter();
    const heaps: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      await talk(round * IDLE_CONVERSATIONS, (round + 1) * IDLE_CONVERSATIONS);
      heaps.push(await heapBytes());
    }
    const growth = heaps.slice(1).map((heap, round) => heap - (heaps[round] ?? 0));
    const perConversation = median(growth) / IDLE_CONVERSATIONS;
    await parts.close();
    await double.stop();
    return [
      {
        name: `heap kept per idle conversation (${ROUNDS} rounds of ${IDLE_CONVERSATIONS})`,
        value: `${perConversation.toFixed(0)} bytes`,
        goal: { text: 'none (under 64 bytes of noise)', met: perConversation < 64 },
      },
    ];
  });
}

/** Measures the heap in use, in bytes, after collecting what is garbage. */
function heapMeter(): () => Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  return async () => {
    for (let round = 0; round < 4; round++) {
      collectGarbage();
      // What was found dead is cleaned up between turns of the event loop.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return process.memoryUsage().heapUsed;
  };
}
