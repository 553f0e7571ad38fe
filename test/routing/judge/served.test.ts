import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Composed, compose } from '../../../src/compose.ts';
import { conversationKey } from '../../../src/conversation/key.ts';
import { FEW_SHOT_MESSAGES } from '../../../src/routing/judge/prompt.ts';
import { LABELS } from '../../../src/routing/labels.ts';
import type { RequestBody } from '../../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';
import { collect, memoryLog } from '../../support/experts.ts';
import { leaning } from '../../support/judge.ts';
import { testConfig } from '../../support/test-config.ts';
import { message } from '../../support/turns.ts';
import { loadClassifier } from '../load-classifier.ts';

const never = new AbortController().signal;
/** Far more than the double takes, on however busy a machine. */
const PATIENT_MS = 15_000;

let vllm: VllmDouble;
let running: Composed[] = [];
let conversations = 0;

beforeEach(async () => {
  vllm = await startVllm({ models: [{ id: 'main', root: 'acme/m' }], promptTokensDetails: true });
});

afterEach(async () => {
  for (const one of running) await one.close();
  running = [];
  await vllm.close();
});

async function start(judgeBudgetMs = PATIENT_MS): Promise<Composed> {
  const general = { urls: [vllm.url], model: null, profile: null, apiKey: null, kind: 'openai' as const };
  const config = testConfig({ storeUrl: 'sqlite::memory:', dataDir: '/nonexistent', experts: { general } });
  const { log } = memoryLog();
  const made = await compose({ config, log, inbox: null, progressTo: process.stderr, judgeBudgetMs });
  running.push(made);
  return made;
}

/** In a conversation of its own, so that it is no follow-up. */
function alone(text: string, changes = {}) {
  return message(text, { conversation: conversationKey('api', 'test', `c${++conversations}`), ...changes });
}

/** Messages that the classifier as it is leaves open. */
const [UNSURE = '', ALSO_UNSURE = ''] = (() => {
  const classifier = loadClassifier();
  // Words of two labels each.
  const candidates = [
    'fields, German sum',
    'integral for fields',
    'German words integral',
    'integral of the script',
    'zxqv',
    'regex for German words',
    'table of primes',
    'solve this JSON',
    'translate the table of integrals',
    'the sum of two words in Spanish',
    '一个表格的积分',
    '翻译这个函数的表格',
  ];
  const sureness = (text: string) => Math.max(...Object.values(classifier(text)));
  const open = candidates
    .filter((text) => sureness(text) < 0.7)
    // First the one that rules out least.
    .toSorted(
      (one, other) =>
        Math.min(...Object.values(classifier(other))) - Math.min(...Object.values(classifier(one))),
    );
  if (open.length < 2) throw new Error('the classifier is sure of nearly every candidate');
  return open;
})();

function judgeBodies(): RequestBody[] {
  const chats = vllm.requests.filter(({ path }) => path === '/v1/chat/completions').map(({ body }) => body);
  return (chats as RequestBody[]).filter((body) => body.max_tokens === 1);
}

async function judgeCalls(switchboard: Composed): Promise<Record<string, number>> {
  const { values } = await switchboard.metrics.judgeCalls.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
}

describe('a message that the classifier leaves open', () => {
  test.each(LABELS)('goes where the judge is sure that it belongs: %s', async (label) => {
    await vllm.set({ choiceProbabilities: leaning(label, 0.999) });
    const switchboard = await start();
    const { receipt } = await collect(switchboard.ask(alone(UNSURE), never));
    expect(receipt?.route).toMatchObject({ expert: label, tier: 'judge' });
    expect(receipt?.route.reason).toMatch(
      new RegExp(
        `^the words alone look like .*; the judge \\(main\\) takes it for ${label} \\(0\\.\\d\\d\\)$`,
      ),
    );
    expect(receipt?.route.confidence).toBe(receipt?.route.scores[label]);
    expect(await judgeCalls(switchboard)).toEqual({ decided: 1 });
  });

  test('goes to general when the judge is not sure either', async () => {
    await vllm.set({ choiceProbabilities: leaning('math', 0.3) });
    const switchboard = await start();
    const route = await switchboard.route(alone(UNSURE));
    expect(route).toMatchObject({ expert: 'general', tier: 'default' });
    expect(route.reason).toMatch(/^not sure: the judge \(main\) takes it for .*, so general answers$/);
    expect(await judgeCalls(switchboard)).toEqual({ unsure: 1 });
  });

  test('is decided the same way by a dry run, which generates nothing else', async () => {
    await vllm.set({ choiceProbabilities: leaning('code', 0.999) });
    const switchboard = await start();
    const dry = await switchboard.route(alone(UNSURE));
    expect(vllm.requests.filter(({ path }) => path === '/v1/chat/completions')).toHaveLength(1);
    const { receipt } = await collect(switchboard.ask(alone(UNSURE), never));
    expect(receipt?.route).toEqual(dry);
  });

  test('is judged behind a block that the server has in its cache', async () => {
    await vllm.set({ choiceProbabilities: leaning('code', 0.999) });
    const switchboard = await start();
    const cached = async () => {
      const text = await (await fetch(`${vllm.root}/metrics`)).text();
      return Number(/^vllm:prefix_cache_hits_total\{[^}]*\} ([\d.e+]+)/m.exec(text)?.[1] ?? Number.NaN);
    };
    await switchboard.route(alone(UNSURE));
    const before = await cached();
    await switchboard.route(alone(ALSO_UNSURE));
    const [first, second] = judgeBodies().map(({ messages }) => messages as unknown[]);
    expect(first?.slice(0, FEW_SHOT_MESSAGES)).toEqual(second?.slice(0, FEW_SHOT_MESSAGES));
    expect((await cached()) - before).toBeGreaterThan(800);
  });

  test('goes to general, by label alone, unless the classifier leans the same way', async () => {
    const scores = loadClassifier()(UNSURE);
    const unlikely = LABELS.toSorted((one, other) => scores[one] - scores[other])[0] ?? 'general';
    const other = 'ABCDE'.charAt(LABELS.indexOf(unlikely));
    await vllm.set({ choices: 'silent', script: (body) => (body.max_tokens === 1 ? other : undefined) });
    const switchboard = await start();
    expect(await switchboard.route(alone(UNSURE))).toMatchObject({ expert: 'general', tier: 'default' });
    expect(await judgeCalls(switchboard)).toEqual({ unsure: 1 });
  });
});

describe('the turn goes on without the judge', () => {
  test('after the budget, and the server is told to stop', async () => {
    // Long enough for the request to arrive.
    const switchboard = await start(500);
    await vllm.set({ fault: { kind: 'hang', times: 1 }, script: () => 'here you are' });
    const { receipt } = await collect(switchboard.ask(alone(UNSURE), never));
    expect(receipt).toMatchObject({
      response: 'here you are',
      route: { expert: 'general', tier: 'default' },
    });
    expect(receipt?.route.reason).toMatch(/and the judge gave no verdict, so general answers$/);
    await vllm.nextAbort();
    expect(vllm.aborted).toBe(1);
    expect(await judgeCalls(switchboard)).toEqual({ timeout: 1 });
  });

  test('and does not even ask a server that was too slow three times', async () => {
    const switchboard = await start(30);
    await vllm.set({ fault: { kind: 'hang' } });
    for (const _ of [1, 2, 3, 4, 5]) await switchboard.route(alone(UNSURE));
    expect(await judgeCalls(switchboard)).toEqual({ timeout: 3 });
    expect(judgeBodies().length).toBeLessThanOrEqual(3);
  });

  test.each<[string, Parameters<VllmDouble['set']>[0]]>([
    ['that is full', { fault: { kind: 'status', status: 503, times: 1 } }],
    ['that breaks off', { fault: { kind: 'reset', times: 1 } }],
    ['that answers with a page of HTML', { fault: { kind: 'html', times: 1 } }],
    ['that says something else', { choices: 'silent', script: () => 'Sure!' }],
  ])('of a server %s', async (_, behaviour) => {
    const switchboard = await start();
    await vllm.set(behaviour);
    const { receipt } = await collect(switchboard.ask(alone(UNSURE), never));
    expect(receipt?.route).toMatchObject({ expert: 'general', tier: 'default' });
    expect(await judgeCalls(switchboard)).toEqual({ error: 1 });
  });
});

describe('the judge is not asked', () => {
  test('where a rule or the classifier decides', async () => {
    const switchboard = await start();
    await switchboard.route(alone(UNSURE, { forced: 'code' }));
    const sure = await switchboard.route(alone('Write a Python function that reverses a string'));
    expect(sure.tier).toBe('classifier');
    expect(judgeBodies()).toEqual([]);
  });
});

describe('a reply', () => {
  test('to an expert’s answer goes to that expert, found by the turn or by the message', async () => {
    const switchboard = await start();
    const { receipt } = await collect(
      switchboard.ask(message('hello', { id: 'api:first', forced: 'math' }), never),
    );
    await collect(switchboard.ask(message('hello', { forced: 'code' }), never));
    for (const replyTo of [receipt?.id, 'api:first']) {
      const route = await switchboard.route(
        message('Write a poem about the sea and its many moods', { replyTo }),
      );
      expect(route).toMatchObject({ expert: 'math', tier: 'rule' });
      expect(route.reason).toBe('a reply to an answer that math gave');
    }
  });

  test('to something that is not known decides nothing', async () => {
    const switchboard = await start();
    const route = await switchboard.route(
      alone('Write a Python function that reverses a string', { replyTo: 'api:gone' }),
    );
    expect(route).toMatchObject({ expert: 'code', tier: 'classifier' });
  });
});
