import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatMessage } from '../../../src/experts/engine.ts';
import { ExpertError } from '../../../src/experts/errors.ts';
import { createNllbEngine } from '../../../src/experts/nllb/client.ts';
import { type NllbDouble, startNllb } from '../../doubles/nllb/server.ts';

let nllb: NllbDouble;
/** What the model answers: the words it knows, else the text in brackets with its target. */
const WORDS: Readonly<Record<string, string>> = {
  'Hello.': '你好。',
  'How are you?': '你好吗？',
  '你好。': 'Hello.',
  '运行X1命令。': 'Run the command.',
  运行: 'Run',
  '命令。': 'the command.',
};
let language = 'eng_Latn';
/** A sentence whose marks the model loses. */
let lost = '';

beforeEach(async () => {
  language = 'eng_Latn';
  lost = '';
  nllb = await startNllb({
    translate: (text, _, target) =>
      text === lost ? 'perdu' : (WORDS[text] ?? `[${text}]${target.slice(0, 2)}`),
    language: () => language,
  });
});
afterEach(() => nllb.close());

const never = new AbortController().signal;
const engineFor = (options: Partial<Parameters<typeof createNllbEngine>[0]> = {}) =>
  createNllbEngine({ url: nllb.url, apiKey: null, ...options });
const ask = (text: string, signal = never, engine = engineFor()) =>
  engine.generate({ messages: [{ role: 'user', content: text }], maxTokens: 100 }, signal);

async function deltasOf(text: string, signal = never, engine = engineFor()): Promise<string[]> {
  const deltas: string[] = [];
  for await (const event of ask(text, signal, engine)) if (event.type === 'text') deltas.push(event.delta);
  return deltas;
}

async function failureOf(text: string, engine = engineFor()): Promise<ExpertError> {
  const error = await deltasOf(text, never, engine).catch((thrown: unknown) => thrown);
  if (!(error instanceof ExpertError)) throw new Error(`expected an ExpertError, got ${String(error)}`);
  return error;
}

test('a language that the server makes up is not used', async () => {
  language = 'tlh_Latn';
  await deltasOf('to French: hello');
  expect(nllb.translations.map(({ source }) => source)).toEqual(['eng_Latn']);
});

test('without a language everything goes into English, and English into Chinese', async () => {
  await deltasOf('Das Treffen wurde auf Donnerstag verschoben.');
  await deltasOf('The meeting has been moved to Thursday.');
  expect(nllb.translations.map(({ target }) => target)).toEqual(['eng_Latn', 'zho_Hans']);
});

test('several languages are translated into one after the other', async () => {
  expect((await deltasOf('Translate into French and German: The meeting has been moved.')).join('')).toBe(
    '**French**\n\n[The meeting has been moved.]fr\n\n**German**\n\n[The meeting has been moved.]de',
  );
});

test('of a language that it does not know it says so, and translates nothing', async () => {
  expect((await deltasOf('Translate into Klingon: hello')).join('')).toMatch(
    /“Klingon”.*204 languages.*Swahili/,
  );
  expect((await deltasOf('翻译成克林贡语：你好')).join('')).toMatch(/“克林贡语”.*204/);
  expect(nllb.translations).toEqual([]);
});

test('texts of any length are taken, so no window is told', async () => {
  expect((await engineFor().info(never)).window).toBe(Number.POSITIVE_INFINITY);
});

test('only the last user message is translated, whatever came before', async () => {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'to French: One.' },
    { role: 'assistant', content: 'Un.' },
    { role: 'user', content: [{ type: 'text', text: 'to German: The second one.' }] },
  ];
  for await (const _ of engineFor().generate({ messages, maxTokens: 1 }, never));
  expect(nllb.translations.map(({ text, target }) => [text, target])).toEqual([
    ['The second one.', 'deu_Latn'],
  ]);
});

test('what is already in the language asked for comes back without a request', async () => {
  expect(await deltasOf('to English: The meeting has been moved.')).toEqual(['The meeting has been moved.']);
  expect(nllb.translations).toEqual([]);
});

test('code, addresses, placeholders and line structure come back as they were', async () => {
  const text = [
    '# Install it',
    '',
    '1. Run `npm ci` in {folder}',
    '2. See [the manual](https://a.example/b?c=d)',
    '',
    '```sh',
    'echo Hello there',
    '```',
    '| Name | 12 |',
  ].join('\n');
  expect((await deltasOf(`Translate from English to French:\n${text}`)).join('')).toBe(
    [
      '# [Install it]fr',
      '',
      '1. [Run `npm ci` in {folder}]fr',
      '2. [See [the manual](https://a.example/b?c=d)]fr',
      '',
      '```sh',
      'echo Hello there',
      '```',
      '| [Name]fr | 12 |',
    ].join('\n'),
  );
});

test('a sentence is asked as one, over wrapped lines and around code, and by its parts where a mark was lost', async () => {
  const lines = [
    '- Before the server is started for the first time, run `npm ci` in',
    '  {folder} once. Then wait.',
  ];
  const text = `Translate from English to French:\n${lines.join('\n')}`;
  const sent = 'Before the server is started for the first time, run X1 in X2 once.';
  expect((await deltasOf(text)).join('')).toBe(
    '- [Before the server is started for the first time, run `npm ci` in {folder} once.]fr [Then wait.]fr',
  );
  expect(nllb.translations.map((request) => request.text)).toEqual([sent, 'Then wait.']);

  lost = sent;
  expect((await deltasOf(text)).join('')).toBe(
    '- [Before the server is started for the first time, run]fr `npm ci` [in]fr {folder} [once.]fr [Then wait.]fr',
  );
});

test('spaces between sentences go into Chinese and come back out of it', async () => {
  expect((await deltasOf('Translate from English to Chinese: Hello. How are you?')).join('')).toBe(
    '你好。你好吗？',
  );
  expect((await deltasOf('to English: 你好。你好。运行`npm ci`命令。')).join('')).toBe(
    'Hello. Hello. Run `npm ci` the command.',
  );
});

test('sentences are streamed in order, with two asked for ahead', async () => {
  nllb.faults.push({ kind: 'hold' }, { kind: 'hold' }, { kind: 'hold' }, { kind: 'hold' });
  const stream = ask('to French: The first one. The second one. The third one. The fourth one.')[
    Symbol.asyncIterator
  ]();
  const first = stream.next();
  await nllb.received(3);
  expect(nllb.translations.map(({ text }) => text).sort()).toEqual([
    'The first one.',
    'The second one.',
    'The third one.',
  ]);
  for (let count = 0; count < 3; count++) nllb.release();
  expect((await first).value).toEqual({ type: 'text', delta: '[The first one.]fr' });
  await nllb.received(4);
  nllb.release();
  const rest: unknown[] = [];
  for (let next = await stream.next(); next.done !== true; next = await stream.next()) rest.push(next.value);
  expect(rest).toEqual([
    { type: 'text', delta: ' [The second one.]fr' },
    { type: 'text', delta: ' [The third one.]fr' },
    { type: 'text', delta: ' [The fourth one.]fr' },
    { type: 'end', finish: 'stop', usage: { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 } },
  ]);
});

test('an abort ends the requests at the server and is thrown as it was given', async () => {
  nllb.faults.push({ kind: 'hang' }, { kind: 'hang' });
  const controller = new AbortController();
  const answer = deltasOf('to French: The first one. The second one.', controller.signal);
  await nllb.received(2);
  const reason = new Error('stopped');
  controller.abort(reason);
  await expect(answer).rejects.toBe(reason);
  await nllb.abortedBy(2);
});

test('leaving the stream ends what was asked ahead', async () => {
  nllb.faultOf.set('The second one.', { kind: 'hang' });
  for await (const event of ask('to French: The first one. The second one.')) {
    expect(event).toEqual({ type: 'text', delta: '[The first one.]fr' });
    await nllb.received(2);
    break;
  }
  await nllb.abortedBy(1);
});

test('a server that does not answer in time is told as a timeout', async () => {
  nllb.faults.push({ kind: 'hang' });
  const engine = engineFor({ patience: { firstTokenMs: 20 } });
  expect((await failureOf('to French: The meeting.', engine)).code).toBe('timeout');
});

test('a failure after the first sentence is a broken stream, and what came stays', async () => {
  nllb.faultOf.set('The second one.', { kind: 'status', status: 500 });
  const seen: string[] = [];
  const answer = (async () => {
    for await (const event of ask('to French: The first one. The second one.')) {
      if (event.type === 'text') seen.push(event.delta);
    }
  })();
  await expect(answer).rejects.toMatchObject({ code: 'broken_stream' });
  expect(seen).toEqual(['[The first one.]fr']);
});

test('what needs no translation is not begun with, so that another server may still be asked', async () => {
  nllb.faults.push({ kind: 'status', status: 503 });
  expect((await failureOf('to French: `npm ci` must be run first.')).code).toBe('overloaded');
});

test('a message without a text to translate is refused', async () => {
  expect((await failureOf('  ')).code).toBe('refused');
});

test('a key is sent as a bearer, and a path before /api is kept', async () => {
  const engine = createNllbEngine({ url: `${nllb.url}/mt/`, apiKey: 'k', model: 'nllb-200-3.3B' });
  expect((await failureOf('to French: The meeting.', engine)).code).toBe('model_not_found');
  expect(nllb.requests.at(-1)).toMatchObject({ path: '/mt/api/v4/translator', authorization: 'Bearer k' });
  expect(engine.name).toBe(`${nllb.url}/mt`);
  expect(await engine.info(never)).toMatchObject({ model: 'nllb-200-3.3B', root: null });
});

test('it is healthy while the server is, and its window takes any message', async () => {
  const engine = engineFor();
  expect(await engine.healthy(never)).toBe(true);
  const { model, window } = await engine.info(never);
  expect(model).toBe('nllb-200');
  const tokens = await engine.countTokens([{ role: 'user', content: 'x'.repeat(100_000) }], never);
  expect(tokens).toBeLessThan(window / 2);
  await nllb.close();
  expect(await engine.healthy(never)).toBe(false);
  nllb = await startNllb();
});
