import { expect, test } from 'vitest';
import { createAskedStore } from '../../../../adapters/web/conversations/asked-store.ts';
import type { WebEvent } from '../../../../adapters/web/protocol.ts';
import { conversationKey } from '../../../../src/conversation/key.ts';
import { startHttpHost } from '../../../support/http-host.ts';
import { readEvents } from '../../../support/read-events.ts';
import {
  createWebBrowser,
  newConversation,
  newKey,
  receiptOf,
  sessionIn,
  textOf,
} from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const turnsOf = (id: string) => `/web/conversations/${id}/turns`;
const LONG = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
const isText = (event: WebEvent) => event.event === 'text';
const dataOf = <Name extends WebEvent['event']>(events: readonly WebEvent[], name: Name) =>
  events.find((event) => event.event === name)?.data as
    | Extract<WebEvent, { event: Name }>['data']
    | undefined;

test('a question is answered by a stream that begins with its turn and ends with its receipt', async () => {
  const { browser } = await startWeb({ script: () => 'Four.' });
  const id = newConversation();
  const events = await browser.ask(id, 'What is two and two?');
  expect(events[0]).toEqual({
    event: 'turn',
    data: {
      id: expect.stringMatching(/^web:/),
      text: 'What is two and two?',
      replaces: null,
      continues: null,
      attachments: [],
    },
  });
  expect(textOf(events)).toBe('Four.');
  const { response, ...receipt } = receiptOf(events);
  expect({ response, conversation: receipt.conversation }).toEqual({ response: 'Four.', conversation: id });
  const { turns, running, unanswered } = await browser.conversation(id);
  expect(turns).toEqual([
    {
      id: receipt.id,
      message: dataOf(events, 'turn')?.id,
      text: 'What is two and two?',
      attachments: [],
      response,
      receipt,
      verdict: null,
      continues: null,
      stopped: false,
    },
  ]);
  expect({ running, unanswered }).toEqual({ running: null, unanswered: null });
});

test('the next question knows what was said before', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'Yes.' });
  const id = newConversation();
  await browser.ask(id, 'Is the sky blue?');
  await browser.ask(id, 'And the sea?');
  const body = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  const roles = ['system', 'user', 'assistant', 'user'].map((role) => expect.objectContaining({ role }));
  expect(body).toMatchObject({ messages: roles });
});

test('the expert that was picked answers', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const receipt = receiptOf(await browser.ask(newConversation(), 'hello', { expert: 'math' }));
  expect(receipt).toMatchObject({ expert: 'math', route: { tier: 'forced' } });
});

test('a turn goes on when its reader leaves, and who comes back sees all of it', async () => {
  const { browser, vllm } = await startWeb({ script: () => LONG, tokenMs: 5 });
  const id = newConversation();
  const first = await browser.follow('POST', turnsOf(id), { text: 'Write much', key: newKey() });
  await first.until(isText);
  first.leave();
  const { running, turns } = await browser.conversation(id);
  expect(turns).toEqual([]);
  expect(running).toBe(dataOf(first.seen, 'turn')?.id);
  expect((await browser.list()).conversations).toMatchObject([{ id, title: 'Write much', running: true }]);
  const again = await browser.events('GET', `/web/conversations/${id}/live`);
  expect(again[0]).toEqual(first.seen[0]);
  expect(textOf(again)).toBe(LONG);
  expect(receiptOf(again).finish).toBe('stop');
  expect(vllm.aborted).toBe(0);
});

test('two tabs follow one answer', async () => {
  const { browser } = await startWeb({ script: () => LONG, tokenMs: 5 });
  const id = newConversation();
  const one = await browser.follow('POST', turnsOf(id), { text: 'Write much', key: newKey() });
  await one.until(isText);
  const other = await browser.follow('GET', `/web/conversations/${id}/live`);
  const [first, second] = [await one.rest(), await other.rest()];
  expect(textOf(first)).toBe(LONG);
  expect(textOf(second)).toBe(LONG);
  expect(second.at(-1)).toEqual(first.at(-1));
});

test('nothing that runs is nothing to follow; an answer that has ended is, by its message', async () => {
  const { browser, another } = await startWeb({ script: () => 'Four.' });
  const id = newConversation();
  const events = await browser.ask(id, '2+2?');
  const live = `/web/conversations/${id}/live`;
  expect((await browser.call('GET', live)).status).toBe(204);
  const message = dataOf(events, 'turn')?.id ?? '';
  const late = await browser.events('GET', `${live}?turn=${encodeURIComponent(message)}`);
  expect(late.at(-1)).toEqual(events.at(-1));
  expect((await another().call('GET', `${live}?turn=${encodeURIComponent(message)}`)).status).toBe(204);
});

test('a stored answer can be followed by its message after the server was started anew', async () => {
  const { browser, whole } = await startWeb({ script: () => 'Four.' });
  const id = newConversation();
  const key = newKey();
  const events = await browser.ask(id, '2+2?', { key });
  // Another gateway over the same stores: it holds no live turn.
  const host = await startHttpHost(whole.switchboard);
  const later = createWebBrowser(host.url);
  const headers = { cookie: browser.cookie(), 'content-type': 'application/json' };
  const response = await later.call('POST', turnsOf(id), { text: '2+2?', key }, headers);
  const again = (await readEvents(response)) as WebEvent[];
  expect(again[0]).toEqual(events[0]);
  expect(again.at(-1)).toEqual(events.at(-1));
  expect(textOf(again)).toBe('Four.');
  await host.close();
});

test('a post that is repeated with its key never asks twice', async () => {
  const { browser, vllm } = await startWeb({ script: () => LONG, tokenMs: 5 });
  const id = newConversation();
  const question = { text: 'Write much', key: newKey() };
  const first = await browser.follow('POST', turnsOf(id), question);
  await first.until(isText);
  const joined = await browser.events('POST', turnsOf(id), question);
  await first.rest();
  const after = await browser.events('POST', turnsOf(id), question);
  expect([textOf(first.seen), textOf(joined), textOf(after)]).toEqual([LONG, LONG, LONG]);
  expect((await browser.conversation(id)).turns).toHaveLength(1);
  expect(vllm.requests.filter(({ path }) => path === '/v1/chat/completions')).toHaveLength(1);
});

test('two posts with one key at the same moment are one turn', async () => {
  const { browser } = await startWeb({ script: () => 'Once.' });
  await browser.call('GET', '/');
  const id = newConversation();
  const question = { text: 'Hello', key: newKey() };
  const both = await Promise.all([1, 2].map(() => browser.events('POST', turnsOf(id), question)));
  expect(both[0]?.at(-1)).toEqual(both[1]?.at(-1));
  expect((await browser.conversation(id)).turns).toHaveLength(1);
});

test('one key in two conversations is two questions', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  await browser.call('GET', '/');
  const key = newKey();
  const [one, other] = [newConversation(), newConversation()];
  await browser.ask(one, 'Hello', { key });
  await browser.ask(other, 'Hello', { key });
  expect((await browser.conversation(other)).turns).toHaveLength(1);
});

test('stop keeps what was written, marked as stopped, and stops the model', async () => {
  const { browser, vllm } = await startWeb({
    script: () => LONG,
    fault: { kind: 'hang', afterTokens: 10 },
  });
  const id = newConversation();
  const answer = await browser.follow('POST', turnsOf(id), { text: 'Write much', key: newKey() });
  await answer.until(isText);
  expect(await browser.json('POST', `/web/conversations/${id}/stop`, {})).toEqual({ stopped: true });
  const receipt = receiptOf(await answer.rest());
  expect(receipt.finish).toBe('stopped');
  await vllm.nextAbort();
  const [turn] = (await browser.conversation(id)).turns;
  expect(turn).toMatchObject({ stopped: true, response: receipt.response });
  expect(LONG.startsWith(receipt.response)).toBe(true);
  expect(await browser.json('POST', `/web/conversations/${id}/stop`, {})).toEqual({ stopped: false });
});

test('a turn that is stopped before its first word says so, and can be asked again', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'Here.', sleeping: true });
  const id = newConversation();
  const answer = await browser.follow('POST', turnsOf(id), { text: 'Hello', key: newKey() });
  await vllm.nextRequest();
  await answer.until(({ event }) => event === 'route');
  await browser.json('POST', `/web/conversations/${id}/stop`, {});
  expect((await answer.rest()).at(-1)).toMatchObject({
    event: 'error',
    data: { error: { code: 'stopped' } },
  });
  const { turns, unanswered } = await browser.conversation(id);
  expect(turns).toEqual([]);
  expect(unanswered).toMatchObject({ text: 'Hello' });
  await vllm.set({ sleeping: false });
  const path = `${turnsOf(id)}/${encodeURIComponent(unanswered?.message ?? '')}/again`;
  expect(textOf(await browser.events('POST', path, { key: newKey() }))).toBe('Here.');
  expect((await browser.conversation(id)).unanswered).toBeNull();
});

test('the turns of one conversation are answered in order, and who waits is told its place', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok', sleeping: true });
  const id = newConversation();
  await browser.call('GET', '/');
  const first = await browser.follow('POST', turnsOf(id), { text: 'one', key: newKey() });
  await first.until(({ event }) => event === 'route');
  const second = await browser.follow('POST', turnsOf(id), { text: 'two', key: newKey() });
  expect(await second.until(({ event }) => event === 'queue')).toMatchObject({ data: { position: 1 } });
  await vllm.set({ sleeping: false });
  await Promise.all([first.rest(), second.rest()]);
  expect((await browser.conversation(id)).turns.map(({ text }) => text)).toEqual(['one', 'two']);
});

test('a turn that waits can be stopped, and leaves nothing', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok', sleeping: true });
  const id = newConversation();
  await browser.call('GET', '/');
  const first = await browser.follow('POST', turnsOf(id), { text: 'one', key: newKey() });
  await first.until(({ event }) => event === 'route');
  const second = await browser.follow('POST', turnsOf(id), { text: 'two', key: newKey() });
  await second.until(({ event }) => event === 'queue');
  await browser.json('POST', `/web/conversations/${id}/stop`, {});
  expect((await second.rest()).at(-1)).toMatchObject({ data: { error: { code: 'stopped' } } });
  await first.rest();
  expect(await browser.list()).toMatchObject({ conversations: [{ id, running: false, turns: 0 }] });
  await vllm.set({ sleeping: false });
});

test('an edited question takes the place of the old one', async () => {
  const { browser } = await startWeb({ script: ({ messages }) => JSON.stringify(messages).slice(-40) });
  const id = newConversation();
  const old = receiptOf(await browser.ask(id, 'first'));
  await browser.ask(id, 'second');
  const events = await browser.ask(id, 'first, edited', { replaces: old.id });
  expect(dataOf(events, 'turn')?.replaces).toBe(old.id);
  expect((await browser.conversation(id)).turns.map(({ text }) => text)).toEqual(['first, edited', 'second']);
});

test('a failed question is kept, said in the person’s words, and can be tried again', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok', fault: { kind: 'status', status: 500 } });
  const id = newConversation();
  const events = await browser.ask(id, '你好吗？');
  expect(events.at(-1)).toMatchObject({
    event: 'error',
    data: { error: { message: expect.stringMatching(/模型/) } },
  });
  const { unanswered } = await browser.conversation(id);
  expect(unanswered).toMatchObject({ text: '你好吗？', expert: null, replaces: null });
  await vllm.set({ fault: null });
  const path = `${turnsOf(id)}/${encodeURIComponent(unanswered?.message ?? '')}/again`;
  await browser.events('POST', path, { key: newKey() });
  expect(await browser.conversation(id)).toMatchObject({ turns: [{ text: '你好吗？' }], unanswered: null });
});

test('a failed question that the person has left behind is not offered any more', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const first = receiptOf(await browser.ask(id, 'first'));
  await browser.ask(id, 'second');
  await vllm.set({ fault: { kind: 'status', status: 500, times: 20 } });
  await browser.ask(id, 'fails');
  expect((await browser.conversation(id)).unanswered).toMatchObject({ text: 'fails' });
  await vllm.set({ fault: null });
  // Also when it is an earlier answer that was asked for again.
  await browser.events('POST', `${turnsOf(id)}/${first.id}/again`, { key: newKey() });
  expect((await browser.conversation(id)).unanswered).toBeNull();
});

test('a long conversation is shown in parts', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  for (const text of ['one', 'two', 'three']) await browser.ask(id, text);
  const last = await browser.conversation(`${id}?last=2`);
  expect([last.earlier, last.turns.map(({ text }) => text)]).toEqual([true, ['two', 'three']]);
  const before = await browser.conversation(`${id}?last=2&before=${last.turns[0]?.id}`);
  expect([before.earlier, before.turns.map(({ text }) => text)]).toEqual([false, ['one']]);
});

test('nobody has more than sixteen answers written at once', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok', sleeping: true });
  await browser.list();
  const running = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const turn = await browser.follow('POST', turnsOf(newConversation()), { text: 'Hi', key: newKey() });
      await turn.until(({ event }) => event === 'turn');
      return turn;
    }),
  );
  const more = await browser.refusal('POST', turnsOf(newConversation()), { text: 'Hi', key: newKey() });
  expect(more).toMatchObject({ status: 429, message: expect.stringMatching(/^16 answers/) });
  await vllm.set({ sleeping: false });
  await Promise.all(running.map((turn) => turn.rest()));
});

test('at the end of a stop’s grace what was written is kept, and what waited is asked again', async () => {
  const { browser, whole } = await startWeb({
    script: () => LONG,
    fault: { kind: 'hang', afterTokens: 10 },
  });
  const { stores } = whole.switchboard;
  const id = newConversation();
  const written = await browser.follow('POST', turnsOf(id), { text: 'one', key: newKey() });
  await written.until(isText);
  const waiting = await browser.follow('POST', turnsOf(id), { text: 'two', key: newKey() });
  await waiting.until(({ event }) => event === 'queue');
  for (const reader of [written, waiting]) reader.leave();
  await whole.gateway.close(0);
  const session = sessionIn(browser.cookie());
  const key = conversationKey('web', session, id);
  const turns = await whole.switchboard.keptTurns(key, session);
  expect(turns).toMatchObject([{ text: 'one', stopped: true }]);
  const asked = createAskedStore(stores.cache(`web-asked.${session}.${id}`));
  expect(await asked.all()).toMatchObject([{ text: 'two' }]);
});
