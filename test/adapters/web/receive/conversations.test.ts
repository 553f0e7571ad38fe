import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../../../adapters/web/protocol.ts';
import { conversationKey } from '../../../../src/conversation/key.ts';
import { collect } from '../../../support/experts.ts';
import { message } from '../../../support/turns.ts';
import { newConversation, newKey, receiptOf, sessionIn } from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const one = (id: string) => `/web/conversations/${id}`;

test('the list has the latest first, each named by its first words', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const [first, second] = [newConversation(), newConversation()];
  await browser.ask(first, 'Explain how TCP differs from UDP');
  await browser.ask(second, 'Second');
  await browser.ask(first, 'More on it');
  const { conversations, incomplete } = await browser.list();
  expect(incomplete).toBe(false);
  expect(conversations.map(({ id, title, turns }) => [id, title, turns])).toEqual([
    [first, 'Explain how TCP differs from UDP', 2],
    [second, 'Second', 1],
  ]);
});

test('each browser has its own conversations, and none reaches another’s', async () => {
  const { another, browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const { id: turn } = receiptOf(await browser.ask(id, 'private'));
  const other = another();
  await other.ask(newConversation(), 'mine');
  expect((await other.list()).conversations).toMatchObject([{ title: 'mine' }]);
  const key = newKey();
  for (const [method, path, body] of [
    ['GET', one(id)],
    ['PATCH', one(id), { title: 'mine now' }],
    ['DELETE', one(id)],
    ['GET', `${one(id)}/export`],
    ['POST', `${one(id)}/turns/${turn}/again`, { key }],
    ['POST', `${one(id)}/turns/${turn}/verdict`, { kind: 'good' }],
  ] as const) {
    const refused = await other.refusal(method, path, body);
    expect(refused.status, `${method} ${path}`).toBe(404);
    expect(JSON.stringify(refused)).not.toContain('private');
  }
  // The same id is another conversation for another browser.
  await other.ask(id, 'other words');
  expect((await browser.conversation(id)).turns.map(({ text }) => text)).toEqual(['private']);
});

test('a renamed conversation keeps its name when an answer ends later', async () => {
  const { browser } = await startWeb({ script: () => 'a b c d e f g', tokenMs: 5 });
  const id = newConversation();
  const path = `${one(id)}/turns`;
  const running = await browser.follow('POST', path, { text: 'First words', key: newKey() });
  await running.until(({ event }) => event === 'text');
  // No turn is stored yet: it is known by its beginning.
  const renamed = await browser.json<ConversationSummary>('PATCH', one(id), { title: '  My\n name ' });
  expect(renamed).toMatchObject({ id, title: 'My name', running: true });
  await running.rest();
  expect((await browser.list()).conversations).toMatchObject([
    { title: 'My name', turns: 1, running: false },
  ]);
});

test('renames and questions of many tabs at once lose nothing of each other', async () => {
  const { browser } = await startWeb({ script: () => 'ok' }, { rateLimitPerMinute: 0 });
  await browser.call('GET', '/web/status');
  await browser.list();
  const ids = Array.from({ length: 6 }, newConversation);
  await Promise.all(
    ids.flatMap((id) => [browser.ask(id, `about ${id}`), browser.ask(id, `more about ${id}`)]),
  );
  await Promise.all(
    ids.flatMap((id) => [
      browser.json('PATCH', one(id), { title: `name of ${id}` }),
      browser.ask(id, 'again'),
    ]),
  );
  const { conversations } = await browser.list();
  expect(conversations).toHaveLength(ids.length);
  for (const { id, title, turns } of conversations)
    expect({ title, turns }).toEqual({ title: `name of ${id}`, turns: 3 });
});

test('an empty title is refused, and one for nothing is 404', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  await browser.ask(id, 'Hi');
  expect(await browser.refusal('PATCH', one(id), { title: ' \n ' })).toMatchObject({
    status: 400,
    param: 'title',
  });
  expect(await browser.refusal('PATCH', one(newConversation()), { title: 'x' })).toMatchObject({
    status: 404,
  });
});

test('a deleted conversation leaves nothing: turns, settings, list, lost question', async () => {
  const { browser, whole } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  await browser.json('PATCH', `${one(id)}/settings`, { persona: 'a secret persona' });
  await browser.ask(id, 'a secret question');
  expect(await browser.json('DELETE', one(id))).toEqual({ id, deleted: true });
  expect((await browser.list()).conversations).toEqual([]);
  expect((await browser.call('GET', one(id))).status).toBe(404);
  expect(await browser.refusal('DELETE', one(id))).toMatchObject({ status: 404 });
  expect(await browser.json('GET', `${one(id)}/settings`)).toMatchObject({ persona: null });
  const session = sessionIn(browser.cookie());
  for (const namespace of [
    'context',
    'settings',
    'asks',
    `web-list.${session}`,
    `web-asked.${session}.${id}`,
  ]) {
    for await (const [key] of whole.switchboard.stores.cache(namespace).iterator?.() ?? []) {
      expect.fail(`${namespace} still holds ${key}`);
    }
  }
});

test('a conversation can be deleted while it is answered, and does not come back', async () => {
  const { browser, vllm } = await startWeb({
    script: () => 'a b c d e f g',
    fault: { kind: 'hang', afterTokens: 3 },
  });
  const id = newConversation();
  const running = await browser.follow('POST', `${one(id)}/turns`, { text: 'Hi', key: newKey() });
  await running.until(({ event }) => event === 'text');
  await browser.json('DELETE', one(id));
  await running.rest();
  await vllm.nextAbort();
  expect((await browser.list()).conversations).toEqual([]);
  expect((await browser.call('GET', one(id))).status).toBe(404);
});

test('a search finds words of titles, questions and answers, with what stands around them', async () => {
  const { browser } = await startWeb({ script: () => 'The Danube flows through Ulm.' });
  const [river, named, other] = [newConversation(), newConversation(), newConversation()];
  await browser.ask(river, 'Which river is it?');
  await browser.ask(named, 'Hello');
  await browser.json('PATCH', one(named), { title: 'On the DANUBE' });
  const found = async (words: string) => (await browser.list(words)).conversations;
  expect((await found('danube')).map(({ id, excerpt }) => [id, excerpt])).toEqual([
    [named, undefined],
    [river, 'The Danube flows through Ulm.'],
  ]);
  expect(await found('which RIVER')).toMatchObject([{ id: river, title: 'Which river is it?' }]);
  expect(await found('nowhere')).toEqual([]);
  expect(await found(other)).toEqual([]);
});

test('a conversation that an earlier version began is in the list once it was opened', async () => {
  const { browser, whole } = await startWeb({ script: () => 'ok' });
  await browser.list();
  const session = sessionIn(browser.cookie());
  const conversation = conversationKey('web', session, 'old');
  const asked = message('Old question', {
    platform: 'web',
    conversation,
    author: { id: session, name: null },
  });
  await collect(whole.switchboard.ask(asked, new AbortController().signal));
  expect((await browser.list()).conversations).toEqual([]);
  expect((await browser.conversation('old')).title).toBe('Old question');
  expect((await browser.list()).conversations).toMatchObject([
    { id: 'old', title: 'Old question', turns: 1 },
  ]);
});

test('an export is a file named by the title', async () => {
  const { browser } = await startWeb({ script: () => 'Because **light** scatters.' });
  const id = newConversation();
  await browser.ask(id, 'Why is the sky blue?\nIn short.');
  await browser.json('PATCH', one(id), { title: '天空/sky "blue"' });
  const markdown = await browser.call('GET', `${one(id)}/export?format=markdown`);
  expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(markdown.headers.get('content-disposition')).toBe(
    `attachment; filename="_ sky blue.md"; filename*=UTF-8''%E5%A4%A9%E7%A9%BA%20sky%20blue.md`,
  );
  expect(await markdown.text()).toMatch(
    /^# 天空\/sky "blue"\n\n\d{4}-\d\d-\d\d \d\d:\d\d UTC\n\n---\n\n> Why is the sky blue\?\n> In short\.\n\nBecause \*\*light\*\* scatters\.\n\n\*general · main · .* UTC\*\n$/,
  );
  const json = await browser.json('GET', `${one(id)}/export?format=json`);
  expect(json).toMatchObject({
    id,
    title: '天空/sky "blue"',
    turns: [{ text: 'Why is the sky blue?\nIn short.', receipt: { model_used: 'main' } }],
  });
  expect(await browser.refusal('GET', `${one(id)}/export?format=pdf`)).toMatchObject({ status: 400 });
});
