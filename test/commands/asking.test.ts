import { expect, test } from 'vitest';
import type { CommandOutcome } from '../../commands/index.ts';
import { translationRequest } from '../../commands/translate.ts';
import { LANGUAGES } from '../../src/translation/languages.ts';
import { parseTranslation } from '../../src/translation/request.ts';
import { startPlay } from '../support/command-play.ts';

const NONE = { pictures: 0, others: 0 };
const PICTURE = { pictures: 1, others: 0 };

function changes(outcome: CommandOutcome) {
  if (outcome.kind !== 'ask') throw new Error(`nothing is asked, but ${JSON.stringify(outcome)}`);
  return outcome.changes;
}

test.each([
  ['/ask hi', null],
  ['/code hi', 'code'],
  ['/math hi', 'math'],
  ['/translate to de: hi', 'translate'],
  ['/json a, b | hi', 'structured'],
] as const)('%s forces %s', async (line, forced) => {
  const { run } = await startPlay();
  expect(changes(await run(line))).toMatchObject({ forced, withRepliedFiles: false });
});

test('without text the message replied to is meant, with its files', async () => {
  const { run } = await startPlay();
  const repliedTo = { text: ' 2+2 ', files: PICTURE };
  expect(changes(await run('/math', { repliedTo }))).toEqual({
    text: '2+2',
    forced: 'math',
    withRepliedFiles: true,
  });
  const own = changes(await run('/math 3+3', { repliedTo: { text: '2+2', files: PICTURE } }));
  expect(own).toMatchObject({ text: '3+3', withRepliedFiles: false });
  const asked = changes(await run('/ask what is this?', { repliedTo: { text: '', files: PICTURE } }));
  expect(asked).toMatchObject({ text: 'what is this?', withRepliedFiles: true });
});

test('without text and reply the person’s own latest message is meant, not somebody else’s', async () => {
  const { ask, run, say } = await startPlay();
  await ask('what is 7 * 6?');
  await ask('and in Rome?', { author: { id: 'U2', name: 'Bo' } });
  expect(changes(await run('/math'))).toMatchObject({ text: 'what is 7 * 6?' });
  expect(await say('/math', { who: { user: 'U3' } })).toContain('Write something behind `/math`');
  expect(await say('/math', { who: { user: 'U3' }, language: 'zh' })).toContain('请在');
});

test('a file is enough, its text may be empty', async () => {
  const { run } = await startPlay();
  expect(changes(await run('/code', { files: { pictures: 0, others: 1 } })).text).toBe('');
});

test('/vision takes the picture sent along, else the one replied to, else says that there is none', async () => {
  const { run, say } = await startPlay();
  expect(changes(await run('/vision what is this?', { files: PICTURE }))).toEqual({
    text: 'what is this?',
    forced: 'vision',
    withRepliedFiles: false,
  });
  const repliedTo = { text: 'look', files: PICTURE };
  expect(changes(await run('/vision', { repliedTo }))).toMatchObject({
    text: 'look',
    withRepliedFiles: true,
  });
  expect(changes(await run('/vision who?', { repliedTo }))).toMatchObject({
    text: 'who?',
    withRepliedFiles: true,
  });
  expect(await say('/vision who?', { repliedTo: { text: 'look', files: NONE } })).toContain('no picture');
});

test.each([
  ['/translate to French: hello', 'Translate into French: hello'],
  ['/translate to 日语：早上好', 'Translate into Japanese: 早上好'],
  ['/translate 你好，世界', 'Translate into English: 你好，世界'],
  [
    '/translate Guten Morgen, wie geht es dir heute?',
    'Translate into English: Guten Morgen, wie geht es dir heute?',
  ],
  ['/translate hello my dear friend, how are you?', 'hello my dear friend, how are you?'],
  ['/translate 翻译成法语：你好', '翻译成法语：你好'],
])('%j asks for %j', async (line, text) => {
  const { run } = await startPlay();
  expect(changes(await run(line)).text).toBe(text);
});

test('what /translate asks for, every translation expert reads as it was meant', () => {
  for (const { code } of LANGUAGES) {
    for (const text of ['hello: world\nline two', '"to be"', '翻译成英文：你好', 'Translate into Thai: x']) {
      expect(parseTranslation(translationRequest(code, text))).toMatchObject({ to: code, text });
    }
  }
});

test('/translate without a language goes into the conversation’s, and into English what is in it already', async () => {
  const { run, say } = await startPlay();
  await say('/settings language=German');
  const text = async (line: string) => changes(await run(line)).text;
  expect(await text('/translate good morning, how are you today?')).toMatch(/^Translate into German: good/);
  expect(await text('/translate Guten Morgen, wie geht es dir heute?')).toMatch(
    /^Translate into English: Guten/,
  );
});

test('/translate reads the language of a platform’s own field, and tells one that is none', async () => {
  const { run, say } = await startPlay();
  expect(changes(await run('/translate hi', { options: { to: 'Español' } })).text).toBe(
    'Translate into Spanish: hi',
  );
  expect(await say('/translate hi', { options: { to: 'Klingon' } })).toContain('Klingon');
});

test('/translate to LANG without text turns to the message replied to, or to the text of the last translation', async () => {
  const { ask, run } = await startPlay();
  const replied = await run('/translate to French', { repliedTo: { text: 'good morning', files: NONE } });
  expect(changes(replied).text).toBe('Translate into French: good morning');
  await ask('Translate into French: good night', { forced: 'translate' });
  expect(changes(await run('/translate to German')).text).toBe('Translate into German: good night');
});

test('/json hands its schema on, of any form', async () => {
  const { run, say } = await startPlay();
  const fields = changes(await run('/json name, age:int | Ann is 31'));
  expect(fields).toMatchObject({ text: 'Ann is 31', json: { required: ['name', 'age'] } });
  expect(changes(await run('/json What is the capital of France?')).json).toBe(true);
  expect(changes(await run('/json table a b c')).json).toMatchObject({ required: ['columns', 'rows'] });
  const xml = changes(await run('/json xml a b c'));
  expect(xml).not.toHaveProperty('json');
  expect(xml.text).toMatch(/^a b c\n\n.*XML/);
  expect(changes(await run('/json hello', { options: { schema: 'a:int' } })).json).toMatchObject({
    required: ['a'],
  });
  expect(await say('/json {"type":"nothing"} hello')).toMatch(/cannot be used: .*type/);
  expect(await say('/json hello', { options: { schema: 'so what?' } })).toContain('cannot be used');
});

test('/json with fields alone takes the message replied to as its text', async () => {
  const { run } = await startPlay();
  const repliedTo = { text: 'Ann is 31', files: NONE };
  const outcome = changes(await run('/json name, age:int', { repliedTo }));
  expect(outcome).toMatchObject({ text: 'Ann is 31', json: { required: ['name', 'age'] } });
});
