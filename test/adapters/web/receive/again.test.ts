import { expect, test } from 'vitest';
import type { WebEvent } from '../../../../adapters/web/protocol.ts';
import { readCorrections } from '../../../../src/feedback/feedback.ts';
import { newConversation, newKey, receiptOf } from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const openingOf = ([first]: readonly WebEvent[]) => (first?.event === 'turn' ? first.data : null);

test('a retry takes the place of the answer', async () => {
  const answers = ['First.', 'Second.'];
  const { browser } = await startWeb({ script: () => answers.shift() });
  const id = newConversation();
  const first = receiptOf(await browser.ask(id, 'Hello'));
  const path = `/web/conversations/${id}/turns/${first.id}/again`;
  const events = await browser.events('POST', path, { key: newKey() });
  expect(openingOf(events)).toMatchObject({ text: 'Hello', replaces: first.id });
  expect((await browser.conversation(id)).turns.map(({ response }) => response)).toEqual(['Second.']);
});

test('another expert answers in the place of the first, and the router gets its example', async () => {
  const { browser, whole } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const first = receiptOf(await browser.ask(id, 'Hello there'));
  const path = `/web/conversations/${id}/turns/${first.id}/again`;
  const receipt = receiptOf(await browser.events('POST', path, { key: newKey(), expert: 'code' }));
  expect(receipt.expert).toBe('code');
  const corrections = whole.switchboard.stores.cache('corrections').iterator?.();
  const [, kept] = (await corrections?.next())?.value ?? [];
  expect(kept).toMatchObject({ label: 'code', was: first.route.expert });
});

test.each([
  ['each key is a person, in whichever browser', ['one', 'two', 'one'], 2],
  ['without keys all browsers are one', [], 1],
])('of those that an example comes from, %s', async (_, keys, people) => {
  const config = { http: { apiKeys: [...new Set(keys)] } };
  const { another, whole } = await startWeb({ script: () => 'ok' }, config);
  for (const index of [0, 1, 2]) {
    const browser = another();
    if (keys[index] !== undefined) await browser.json('POST', '/web/sign-in', { key: keys[index] });
    const id = newConversation();
    const first = receiptOf(await browser.ask(id, `Hello there ${index}`));
    const path = `/web/conversations/${id}/turns/${first.id}/again`;
    await browser.events('POST', path, { key: newKey(), expert: 'code' });
  }
  const kept = await Array.fromAsync(readCorrections(whole.switchboard.stores.cache('corrections')));
  expect(kept).toHaveLength(3);
  expect(new Set(kept.map(({ by }) => by)).size).toBe(people);
});

test('a retry that is repeated with its key is one retry', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const first = receiptOf(await browser.ask(id, 'Hello'));
  const path = `/web/conversations/${id}/turns/${first.id}/again`;
  const body = { key: newKey() };
  const [one, other] = [await browser.events('POST', path, body), await browser.events('POST', path, body)];
  expect(other.at(-1)).toEqual(one.at(-1));
  expect(vllm.requests.filter((request) => request.path === '/v1/chat/completions')).toHaveLength(2);
});

test('an answer that was cut by its length goes on in a turn that says so', async () => {
  let asked = 0;
  const { browser } = await startWeb({
    script: () => (asked++ === 0 ? { text: 'One two', finish: 'length' } : ' three.'),
  });
  const id = newConversation();
  const cut = receiptOf(await browser.ask(id, 'Count to three', { expert: 'math' }));
  expect(cut.finish).toBe('length');
  const path = `/web/conversations/${id}/turns/${cut.id}/continue`;
  const events = await browser.events('POST', path, { key: newKey() });
  expect(openingOf(events)).toMatchObject({ continues: cut.id, replaces: null });
  expect(receiptOf(events).route).toMatchObject({ expert: cut.route.expert, tier: 'forced' });
  const { turns } = await browser.conversation(id);
  expect(turns.map(({ continues }) => continues)).toEqual([null, cut.id]);
  // Also after a retry of the rest.
  const last = `/web/conversations/${id}/turns/${turns[1]?.id}/again`;
  await browser.events('POST', last, { key: newKey() });
  expect((await browser.conversation(id)).turns[1]?.continues).toBe(cut.id);
});

test('a whole answer does not go on, nor one that others came after', async () => {
  let asked = 0;
  const { browser } = await startWeb({
    script: () => (asked++ === 0 ? { text: 'One two', finish: 'length' } : 'Whole.'),
  });
  const id = newConversation();
  const cut = receiptOf(await browser.ask(id, 'Count to three'));
  const whole = receiptOf(await browser.ask(id, 'Something else'));
  for (const [turn, sentence] of [
    [whole.id, /came to its end/],
    [cut.id, /Only the latest/],
  ] as const) {
    const path = `/web/conversations/${id}/turns/${turn}/continue`;
    const refused = await browser.refusal('POST', path, { key: newKey() });
    expect(refused).toMatchObject({ status: 400, message: expect.stringMatching(sentence) });
  }
});

test('a verdict is kept with its answer, and the latest counts', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const { id: turn } = receiptOf(await browser.ask(id, 'Hello'));
  const path = `/web/conversations/${id}/turns/${turn}/verdict`;
  expect(await browser.json('POST', path, { kind: 'good' })).toEqual({ kind: 'good' });
  await browser.json('POST', path, { kind: 'bad' });
  expect((await browser.conversation(id)).turns[0]?.verdict).toBe('bad');
  expect(await browser.refusal('POST', path, { kind: 'great' })).toMatchObject({
    status: 400,
    param: 'kind',
  });
});

test.each(['again', 'continue', 'verdict'])('%s of an answer that is not there is 404', async (deed) => {
  const { another, browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const { id: turn } = receiptOf(await browser.ask(id, 'Hello'));
  const body = { key: newKey(), kind: 'good' };
  const wrong = await browser.refusal('POST', `/web/conversations/${id}/turns/turn_none/${deed}`, body);
  expect(wrong).toMatchObject({ status: 404, param: 'turn' });
  // Nor is one of another browser.
  const foreign = await another().refusal('POST', `/web/conversations/${id}/turns/${turn}/${deed}`, body);
  expect(foreign).toMatchObject({ status: 404, param: 'turn' });
});

test('a retry of a question with a text file still shows what the person wrote', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const file = { name: 'notes.txt', mime: 'text/plain', data: Buffer.from('the plan').toString('base64') };
  const first = receiptOf(await browser.ask(id, 'Sum this up', { attachments: [file] }));
  const path = `/web/conversations/${id}/turns/${first.id}/again`;
  for (let time = 0; time < 2; time++) {
    expect(openingOf(await browser.events('POST', path, { key: newKey() }))).toMatchObject({
      text: 'Sum this up',
      attachments: ['notes.txt'],
    });
    const [turn] = (await browser.conversation(id)).turns;
    expect(turn).toMatchObject({ text: 'Sum this up', attachments: [{ name: 'notes.txt', url: null }] });
  }
  const body = vllm.requests.findLast((request) => request.path === '/v1/chat/completions')?.body;
  expect(JSON.stringify(body)).toContain('the plan');
});
