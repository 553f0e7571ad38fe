import { expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.ts';
import { startPlay } from '../support/command-play.ts';
import { KEY } from '../support/turns.ts';

test('/help lists every command with what it takes, in the person’s language', async () => {
  const { say } = await startPlay();
  for (const language of ['en', 'zh'] as const) {
    const help = await say('/help', { language });
    for (const { description, name } of COMMANDS) {
      expect(help).toContain(`\`/${name}`);
      expect(help).toContain(description[language]);
    }
  }
  expect(await say('/help translate')).toMatch(
    /^- `\/translate \[to LANG:\] TEXT`.*\n {2}- `text`.*\n {2}- `to`/,
  );
});

test('descriptions and usages are there in both languages, within Discord’s 100 characters', () => {
  for (const { description, options } of COMMANDS) {
    for (const words of [description, ...options.map((option) => option.description)]) {
      expect(words.en).toMatch(/[a-z]/i);
      expect(words.zh).toMatch(/\p{Script=Han}/u);
      expect(Math.max(words.en.length, words.zh.length)).toBeLessThanOrEqual(100);
    }
  }
});

test('/reset forgets the conversation', async () => {
  const { ask, say, switchboard } = await startPlay();
  await ask('hello');
  expect(await say('/reset')).toContain('Forgotten');
  expect(await switchboard.turns(KEY)).toBe(null);
  expect(await say('/reset', { language: 'zh' })).toBe('没有什么可以忘记的。');
});

test('/experts tells who plays whom', async () => {
  const { say } = await startPlay();
  const told = await say('/experts');
  expect(told).toContain('- general: double/chat-7b (up)');
  expect(told).toContain('- math: double/chat-7b (played by general)');
  expect(await say('/experts', { language: 'zh' })).toContain('由 general 代答');
});

test('/why tells the person’s own last receipt in full, in words', async () => {
  const { ask, say } = await startPlay();
  expect(await say('/why')).toContain('no answer to you');
  const receipt = await ask('hello');
  await ask('hi', { author: { id: 'U2', name: 'Bo' }, forced: 'math' });
  const told = await say('/why');
  for (const part of [receipt.id, receipt.model_used, receipt.route.reason, receipt.timestamp, 'general']) {
    expect(told).toContain(part);
  }
  expect(told).toContain('you named the expert: general, 100% sure');
  expect(told).toContain(`${receipt.usage.prompt_tokens} read`);
  expect(await say('/why', { language: 'zh' })).toContain('由你指定：通用，把握 100%');
});

test('/retry answers the person’s latest message again, in the place of the answer that stands', async () => {
  const { ask, run, say, switchboard } = await startPlay();
  expect(await say('/retry')).toContain('nothing of yours');
  const first = await ask('hello');
  await ask('hi', { author: { id: 'U2', name: 'Bo' } });
  const outcome = await run('/retry', { messageId: 'slack:new' });
  if (outcome.kind !== 'again') throw new Error(outcome.kind);
  expect(outcome.message).toMatchObject({ id: 'slack:new', text: 'hello', author: { id: 'U1' } });
  for await (const _ of switchboard.ask(outcome.message, new AbortController().signal));
  const turns = (await switchboard.turns(KEY)) ?? [];
  expect(turns.map(({ text }) => text)).toEqual(['hello', 'hi']);
  expect(turns[0]?.id).not.toBe(first.id);
});

test('/retry waits for the answer that is being written, rather than to retry the one before', async () => {
  const { ask, say } = await startPlay();
  await ask('hello');
  const live = { messageId: 'm1', conversation: KEY, authorId: 'U1' };
  const told = await say('/retry', { answers: { live: () => [live], stop: async () => true } });
  expect(told).toContain('still being written');
});

test('/stop ends the latest of the person’s answers, and says so when there is none', async () => {
  const { say } = await startPlay();
  const stopped: string[] = [];
  const answers = {
    live: (_: unknown, user?: string) =>
      ['m1', 'm2'].map((messageId) => ({ messageId, conversation: KEY, authorId: user ?? '' })),
    stop: async (id: string) => stopped.push(id) > 0,
  };
  expect(await say('/stop', { answers })).toBe('Stopped.');
  expect(stopped).toEqual(['m2']);
  expect(await say('/stop')).toContain('no answer to you');
});
