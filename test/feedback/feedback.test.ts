import { describe, expect, onTestFinished, test } from 'vitest';
import type { Config } from '../../src/config/types.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import type { Platform } from '../../src/conversation/types.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { KEY, message } from '../support/turns.ts';

const never = new AbortController().signal;

async function start(learn: Config['router']['learn']) {
  const vllm = await startVllm({ script: () => 'The answer.' });
  const parts = await conversationParts({ urls: { general: [vllm.url] }, learn });
  onTestFinished(async () => {
    await parts.close();
    await vllm.close();
  });
  await collect(parts.ask(message('a private question', { id: 'a' }), never));
  return {
    ...parts,
    corrections: () => Array.fromAsync(parts.feedback.corrections()),
    metric: async () => (await parts.metrics.feedback.get()).values,
    overrides: async () => (await parts.metrics.overrides.get()).values,
  };
}

describe('another expert that was asked for', () => {
  test('is kept as an example without words', async () => {
    const { corrections, judgeTurn } = await start('labels');
    expect(await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'math' })).toBe(true);
    const kept = await corrections();
    expect(kept).toMatchObject([{ label: 'math', was: 'general', features: { buckets: [18] } }]);
    expect(JSON.stringify(kept)).not.toContain('private');
  });

  test('is kept with its words where that is allowed', async () => {
    const { corrections, judgeTurn } = await start('text');
    await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'math' });
    expect(await corrections()).toMatchObject([{ label: 'math', text: 'a private question' }]);
  });

  test('is kept nowhere when nothing is to be learnt', async () => {
    const { corrections, judgeTurn, metric } = await start('off');
    await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'math' });
    expect(await corrections()).toEqual([]);
    expect(await metric()).toMatchObject([{ value: 1, labels: { kind: 'expert' } }]);
  });

  test('is one example of a person, the last one, also when the answer was another by then', async () => {
    const { again, ask, corrections, judgeTurn } = await start('text');
    await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'math' });
    const retry = await again(KEY, { id: 'a' }, { id: 'a2', expert: 'math' });
    await collect(ask(retry ?? message(''), never));
    await judgeTurn(KEY, 'a2', 'u', { kind: 'expert', expert: 'code' });
    expect(await corrections()).toMatchObject([{ label: 'code', was: 'math' }]);
  });

  test('is known to be of the same person, and who that is stands nowhere', async () => {
    const { ask, corrections, judgeTurn, stores } = await start('labels');
    await collect(ask(message('another question', { id: 'b' }), never));
    await judgeTurn(KEY, 'a', 'user-4711', { kind: 'expert', expert: 'math' });
    await judgeTurn(KEY, 'b', 'user-4711', { kind: 'expert', expert: 'math' });
    await judgeTurn(KEY, 'b', 'user-0815', { kind: 'expert', expert: 'code' });
    const [math, code] = ['math', 'code'].map(async (label) =>
      (await corrections()).flatMap((kept) => (kept.label === label ? kept.by : [])),
    );
    expect(await math).toHaveLength(2);
    expect(new Set(await math).size).toBe(1);
    expect(await math).not.toContain((await code)?.[0]);
    const entries = await Array.fromAsync(stores.cache('corrections').iterator());
    expect(entries).toHaveLength(3);
    expect(JSON.stringify(entries)).not.toMatch(/user-4711|user-0815/);
  });

  test('is of another person on another platform, and of one person from all browsers', async () => {
    const { ask, corrections, judgeTurn } = await start('labels');
    const said: readonly (readonly [Platform, string])[] = [
      ['slack', 'u'],
      ['telegram', 'u'],
      ['web', 'session one'],
      ['web', 'session two'],
    ];
    for (const [i, [platform, user]] of said.entries()) {
      const conversation = conversationKey(platform, user, `${i}`);
      await collect(ask(message('a question', { id: `${i}`, platform, conversation }), never));
      await judgeTurn(conversation, `${i}`, user, {
        kind: 'expert',
        expert: platform === 'web' ? 'code' : 'math',
      });
    }
    const people = async (label: string) =>
      new Set((await corrections()).flatMap((kept) => (kept.label === label ? kept.by : [])));
    expect((await people('math')).size).toBe(2);
    expect((await people('code')).size).toBe(1);
    expect(new Set([...(await people('math')), ...(await people('code'))]).size).toBe(3);
  });

  test('is counted by who answered and who was wanted, where these are not the same', async () => {
    const { judgeTurn, overrides } = await start('off');
    await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'general' });
    await judgeTurn(KEY, 'a', 'u', { kind: 'good' });
    expect(await overrides()).toEqual([]);
    await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'math' });
    await judgeTurn(KEY, 'a', 'v', { kind: 'expert', expert: 'vision' });
    expect(await overrides()).toMatchObject([
      { value: 1, labels: { expert: 'general', wanted: 'math', tier: 'rule' } },
      { value: 1, labels: { expert: 'general', wanted: 'vision', tier: 'rule' } },
    ]);
  });

  test('that needs eyes teaches nothing: no text tells that', async () => {
    const { corrections, judgeTurn } = await start('text');
    await judgeTurn(KEY, 'a', 'u', { kind: 'expert', expert: 'vision' });
    expect(await corrections()).toEqual([]);
  });
});

test('good and bad are counted, on turns that there are', async () => {
  const { corrections, judgeTurn, metric, stores } = await start('text');
  expect(await judgeTurn(KEY, 'a', 'u', { kind: 'good' })).toBe(true);
  expect(await judgeTurn(KEY, 'a', 'v', { kind: 'bad' })).toBe(true);
  expect(await judgeTurn(KEY, 'unknown', 'u', { kind: 'good' })).toBe(false);
  expect(await corrections()).toEqual([]);
  expect((await metric()).map(({ labels, value }) => [labels.kind, value])).toEqual([
    ['good', 1],
    ['bad', 1],
  ]);
  const opinions = await Array.fromAsync(stores.cache('opinions').iterator());
  expect(opinions).toHaveLength(2);
  expect(JSON.stringify(opinions)).not.toContain('private');
});
