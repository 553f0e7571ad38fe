import { expect, type TestContext, test, vi } from 'vitest';
import { draftIdOf } from '../../../adapters/telegram/present/drafts.ts';
import { emptyRecord } from '../../../src/delivery/ledger-outbox.ts';
import { BOT } from '../../doubles/telegram/world.ts';
import { MENTION, startTelegramHost, type TelegramHost, type TelegramHostOptions } from './telegram-host.ts';

/** Closed with its test. The tests wait for real paces, so they run side by side. */
async function start(
  { onTestFinished }: TestContext,
  options: TelegramHostOptions = {},
): Promise<TelegramHost> {
  const host = await startTelegramHost(options);
  onTestFinished(() => host.close());
  return host;
}

/** Answers with these pieces, each after `release` was called once more. */
function pieces(...texts: readonly string[]) {
  const gates = texts.map(() => Promise.withResolvers<void>());
  let next = 0;
  return {
    release: () => gates[next++]?.resolve(),
    async *answer(_text: string, signal: AbortSignal) {
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      for (const [index, text] of texts.entries()) {
        await Promise.race([gates[index]?.promise, aborted]);
        if (signal.aborted) return;
        yield text;
      }
    },
  };
}

const says = (text: string) =>
  async function* () {
    yield text;
  };

const bots = ({ telegram }: TelegramHost, chat: { readonly id: number }) =>
  telegram.world.messages(chat.id).filter(({ from, deleted }) => from === BOT.id && !deleted);
const called = ({ telegram }: TelegramHost, method: string) =>
  telegram.calls.filter((call) => call.method === method);

test.concurrent('in a private chat an answer is a draft that grows, and one message in the end', async (t) => {
  const script = pieces('First words. ', 'And the rest.');
  const whole = await start(t, { answer: script.answer });
  const { ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  script.release();
  await vi.waitFor(() => expect(telegram.drafts.shown(direct.id)?.text).toContain('First words'), 5_000);
  expect(bots(whole, direct)).toEqual([]);
  expect(telegram.drafts.shown(direct.id)?.canStop).toBe(true);
  script.release();
  await whole.answered();
  expect(bots(whole, direct)).toHaveLength(1);
  expect(bots(whole, direct)[0]?.now.text).toContain('First words. And the rest.');
  expect(telegram.drafts.shown(direct.id)).toBeNull();
  expect(telegram.violations()).toEqual([]);
});

test.concurrent('the stop button of a draft ends the answer; what was written is kept as a message', async (t) => {
  const script = pieces('First words. ', 'Never said.');
  const whole = await start(t, { answer: script.answer });
  const { ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  script.release();
  await vi.waitFor(() => expect(telegram.drafts.shown(direct.id)).not.toBeNull(), 5_000);
  await telegram.people.stopDraft(direct);
  await whole.answered();
  const [answer, ...others] = bots(whole, direct);
  expect(others).toEqual([]);
  expect(answer?.now.text).toMatch(/First words\.[\s\S]*Stopped/);
  expect(answer?.now.text).not.toContain('Never said');
});

test.concurrent('the stop of another draft ends nothing', async (t) => {
  const script = pieces('First words. ', 'And the rest.');
  const whole = await start(t, { answer: script.answer });
  const { ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  script.release();
  await vi.waitFor(() => expect(telegram.drafts.shown(direct.id)).not.toBeNull(), 5_000);
  const chat = { id: direct.id, type: 'private' };
  await telegram.people.update('stopped_message_generation', { chat, draft_id: draftIdOf('another') });
  script.release();
  await whole.answered();
  expect(bots(whole, direct)[0]?.now.text).toContain('And the rest.');
});

test.concurrent('a server without drafts is asked for one once; then messages grow by edits', async (t) => {
  const script = pieces('First words. ', 'More words. ', 'The end.');
  const whole = await start(t, { answer: script.answer, behaviour: { drafts: false } });
  const { ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  script.release();
  await vi.waitFor(() => expect(bots(whole, direct)).toHaveLength(1), 5_000);
  expect(bots(whole, direct)[0]?.now.keyboard.flat()[0]?.text).toMatch(/stop/i);
  script.release();
  script.release();
  await whole.answered();
  expect(bots(whole, direct)).toHaveLength(1);
  expect(called(whole, 'sendRichMessageDraft')).toHaveLength(1);
});

const EVERYTHING = [
  '# A title <b>here</b>',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '$$x^2 + y^2$$',
  '```python\nprint("a < b")\n```',
  '> a quote with *marks* & signs',
].join('\n\n');

test.concurrent('a server without rich messages is sent HTML, and is not asked again', async (t) => {
  const whole = await start(t, { answer: says(EVERYTHING), behaviour: { rich: false, drafts: false } });
  const { ann, direct, telegram } = whole;
  for (const text of ['one', 'two']) {
    await telegram.people.write({ chat: direct, user: ann, text });
    await whole.answered();
  }
  expect(called(whole, 'sendRichMessage')).toHaveLength(1);
  expect(bots(whole, direct)).toHaveLength(2);
  const { text } = bots(whole, direct)[1]?.now ?? { text: '' };
  for (const part of ['A title <b>here</b>', 'a < b', '1', 'x² + y²', 'a quote with marks & signs']) {
    expect(text).toContain(part);
  }
  expect(telegram.violations()).toEqual([]);
});

test.concurrent('a rich message that is refused for what is in it is sent as HTML, others stay rich', async (t) => {
  const whole = await start(t, { answer: says(EVERYTHING), behaviour: { drafts: false } });
  const { ann, direct, telegram } = whole;
  telegram.fail('sendRichMessage', 400, 'Bad Request: RICH_MESSAGE_INVALID');
  for (const text of ['one', 'two']) {
    await telegram.people.write({ chat: direct, user: ann, text });
    await whole.answered();
  }
  expect(bots(whole, direct).map(({ now }) => now.kind)).toEqual(['text', 'rich']);
});

test.concurrent('HTML that is not parsed is sent as plain words', async (t) => {
  const whole = await start(t, {
    answer: says('Some **bold** words'),
    behaviour: { rich: false, drafts: false },
  });
  const { ann, direct, telegram } = whole;
  telegram.fail('sendMessage', 400, "Bad Request: can't parse entities: Unsupported start tag");
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  await whole.answered();
  expect(bots(whole, direct)[0]?.now.text).toContain('Some bold words');
  expect(bots(whole, direct)[0]?.now.entities).toEqual([]);
});

test.concurrent('Arabic and Hebrew are shown right to left, others are not', async (t) => {
  const whole = await start(t, {
    answer: async function* (text) {
      yield text;
    },
  });
  const { ann, direct, telegram } = whole;
  for (const text of ['مرحبا بالعالم، كيف حالك؟', 'hello world']) {
    await telegram.people.write({ chat: direct, user: ann, text });
    await whole.answered();
  }
  const sent = called(whole, 'sendRichMessage').map(({ args }) => args.rich_message as { is_rtl?: boolean });
  expect(sent.map(({ is_rtl }) => is_rtl)).toEqual([true, undefined]);
});

test.concurrent('in a group the answer is a reply, in its topic', async (t) => {
  const whole = await start(t, { answer: says('Four.') });
  const { ann, bob, telegram } = whole;
  const forum = telegram.world.addGroup([ann, bob], { forum: true });
  forum.topics.set(5, 'Maths');
  const said = await telegram.people.write({ chat: forum, user: ann, text: `${MENTION} 2+2`, topic: 5 });
  await whole.answered();
  expect(bots(whole, forum)[0]).toMatchObject({ replyTo: said.id, topic: 5 });
  expect(telegram.violations()).toEqual([]);
});

test.concurrent('in a group edits keep three seconds from one another', async (t) => {
  const script = pieces(...Array.from({ length: 40 }, (_, index) => `word${index} `));
  const whole = await start(t, { answer: script.answer });
  const { ann, group, telegram } = whole;
  await telegram.people.write({ chat: group, user: ann, text: `${MENTION} go` });
  const timer = setInterval(script.release, 200);
  await whole.answered();
  clearInterval(timer);
  const edits = called(whole, 'editMessageText').map(({ at }) => at);
  expect(edits.length).toBeGreaterThan(1);
  // What is measured is the arrival: of two calls three seconds apart the first can be late where much runs side by side.
  for (const [index, at] of edits.slice(1).entries()) expect(at - (edits[index] ?? 0)).toBeGreaterThan(2_600);
}, 30_000);

test.concurrent('an edit that changes nothing is a success', async (t) => {
  const whole = await start(t);
  const { adapter, ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  await whole.answered();
  const [message] = whole.accepted;
  const record = message && (await whole.outbox.find(message.id));
  const ref = record?.parts[0]?.ref;
  if (message === undefined || ref == null || adapter.port === undefined) throw new Error('nothing was sent');
  const renderer = adapter.port.renderer(message);
  renderer.append('The same.');
  const view = {
    phase: 'done',
    route: null,
    position: null,
    steps: [],
    planned: 0,
    checks: [],
    receipt: null,
    error: null,
  } as const;
  const [part] = await renderer.render(view);
  if (part === undefined) throw new Error('nothing was rendered');
  const { signal } = new AbortController();
  await adapter.port.edit(message, ref, part, signal);
  await adapter.port.edit(message, ref, part, signal);
  expect(called(whole, 'editMessageText').at(-1)?.description).toContain('message is not modified');
});

test.concurrent('killed between sending and storing, an answer is sent again and counted, not lost', async (t) => {
  const whole = await start(t, { silent: true });
  const { ann, direct, outbox, switchboard, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  const [message] = whole.accepted;
  if (message === undefined) throw new Error('nothing was accepted');
  // What an earlier process has left: it was about to send, and nobody knows whether it did.
  const intent = { id: 'an-intent-of-22-letters', at: Date.now(), index: 0 };
  const part = { intent, ref: null, kind: 'text', posted: 'hash', streamed: false };
  await outbox.save({ ...emptyRecord(message), parts: [part] });
  await whole.answer(message);
  expect(bots(whole, direct)).toHaveLength(1);
  const counted = await switchboard.metrics.possibleDoubles.get();
  expect(counted.values).toMatchObject([{ value: 1, labels: { platform: 'telegram' } }]);
});
