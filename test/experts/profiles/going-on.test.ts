import { afterEach, describe, expect, test } from 'vitest';
import { nllb } from '../../../src/experts/profiles/translate.ts';
import { type Served, startOneExpert } from '../../support/one-expert.ts';

let served: Awaited<ReturnType<typeof startOneExpert>> | undefined;
afterEach(() => served?.close());

async function serve(...parts: Parameters<typeof startOneExpert>) {
  served = await startOneExpert(...parts);
  return served;
}

const cut = (text: string) => ({ text, finish: 'length' as const });
const STARCODER: Served = { root: 'bigcode/starcoder2-7b', chatTemplate: false, window: 16_384 };
const METAMATH: Served = { root: 'meta-math/MetaMath-7B-V1.0', chatTemplate: false, window: 4096 };
const HUNYUAN: Served = { root: 'tencent/Hunyuan-MT-7B' };

describe('an answer that was cut goes on where it ended', () => {
  test.each(['bigcode/starcoder2-7b', 'codellama/CodeLlama-7b-hf'])(
    '%s: the file so far, piece by piece, and a fence of its own for each',
    async (root) => {
      const expert = await serve('code', { ...STARCODER, root, answer: cut(' add(a, b):\n    ret') });
      const first = await expert.ask('write a function that adds');
      expect(first.receipt).toMatchObject({
        finish: 'length',
        response: '```python\ndef add(a, b):\n    ret\n```',
      });
      expert.answer(cut('urn a '));
      const second = await expert.ask('go on');
      expect(second.body?.prompt).toBe('# write a function that adds\n\ndef add(a, b):\n    ret');
      expect(second.receipt?.response).toBe('```python\nurn a \n```');
      expert.answer('+ b');
      const third = await expert.ask('继续');
      expect(third.body?.prompt).toBe('# write a function that adds\n\ndef add(a, b):\n    return a ');
      expect(third.receipt?.response).toBe('```python\n+ b\n```');
    },
  );

  test('StarCoder2: also with nothing left of its beginning, in a window that the pieces fill', async () => {
    const answer = cut(` f():\n${'    x = 1\n'.repeat(40)}`);
    const expert = await serve('code', { ...STARCODER, window: 1024, answer });
    await expert.ask('write f');
    for (let piece = 0; piece < 4; piece++) {
      const { body } = await expert.ask('continue');
      expect(String(body?.prompt)).toContain('    x = 1\n');
      expect(String(body?.prompt)).not.toContain('# continue');
    }
  });

  test('StarCoder2: stateless, by the history that the caller sends', async () => {
    const expert = await serve('code', { ...STARCODER, answer: '+ b' });
    const { body } = await expert.complete([
      ['user', 'write a function that adds'],
      ['assistant', '```python\ndef add(a, b):\n    return a \n```'],
      ['user', 'please continue'],
    ]);
    expect(body?.prompt).toBe('# write a function that adds\n\ndef add(a, b):\n    return a ');
  });

  test('MetaMath: behind the question and the steps so far', async () => {
    const expert = await serve('math', { ...METAMATH, answer: cut(' First, 2 + 2') });
    const first = await expert.ask('What is 2+2+2?');
    expect(first.receipt?.response).toBe('First, 2 + 2');
    expert.answer(' = 4.\nThe answer is: 6');
    const { body } = await expert.ask('continue');
    expect(body?.prompt).toBe(`${first.body?.prompt} First, 2 + 2`);
  });

  test('Hunyuan-MT: the server writes the translation on', async () => {
    const expert = await serve('translate', { ...HUNYUAN, answer: cut('Bonjour, ') });
    await expert.ask('to French: Hello, world');
    expert.answer('le monde');
    const { body, receipt } = await expert.ask('weiter');
    expect(body).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
    expect(body?.messages).toEqual([
      { role: 'user', content: expect.stringMatching(/into French, .*\n\nHello, world$/) },
      { role: 'assistant', content: 'Bonjour, ' },
    ]);
    expect(receipt?.response).toBe('le monde');
  });

  test('NLLB cannot write on: the text is translated anew, and not the words that ask for it', () => {
    const turn = { text: 'a', bare: 'to French: Hello. World.', answer: 'Bonjour.', unfinished: true };
    const { messages } = nllb.layout({
      shared: false,
      summary: null,
      turns: [{ ...turn, expert: 'translate' }],
      question: { text: 'go on', bare: 'go on', expert: 'translate', images: [] },
    });
    expect(messages).toEqual([{ role: 'user', content: 'to French: Hello. World.' }]);
  });

  test('but not one that came to its end', async () => {
    const expert = await serve('math', { ...METAMATH, answer: ' The answer is: 6' });
    await expert.ask('What is 2+2+2?');
    const { body } = await expert.ask('go on');
    expect(body?.prompt).toMatch(/\(Answered: 6\)\n\ngo on\n\n### Response: Let's think step by step\.$/);
  });
});

describe('a short question has with it what it needs', () => {
  test('StarCoder2: the code before it, as the file so far', async () => {
    const expert = await serve('code', { ...STARCODER, answer: ' add(a, b):\n    return a + b' });
    await expert.ask('write a function that adds');
    const { body } = await expert.ask('now with a docstring');
    expect(body?.prompt).toBe(
      '# write a function that adds\n\ndef add(a, b):\n    return a + b\n\n# now with a docstring\n\ndef',
    );
  });

  test('StarCoder2: code of another language stands in comments', async () => {
    const expert = await serve('code', { ...STARCODER, answer: ' one():\n    return 1' });
    await expert.ask('write one');
    const { body } = await expert.ask('now in Go');
    expect(body?.prompt).toBe('// write one\n\n// def one():\n//     return 1\n\n// now in Go\n\nfunc');
  });

  test('StarCoder2: a request of its own stands alone', async () => {
    const expert = await serve('code', { ...STARCODER, answer: ' one():\n    return 1' });
    await expert.ask('write one');
    expect((await expert.ask('write a debounce in TypeScript')).body?.prompt).toBe(
      '// write a debounce in TypeScript\n\nfunction',
    );
  });

  test('StarCoder2: code that does not fit with it is left out, and that is said', async () => {
    const expert = await serve('code', { ...STARCODER, window: 1024, answer: ' f(): pass' });
    expert.general.set({ script: () => 'unused' });
    expert.answer(` f():\n${'    x = 1\n'.repeat(120)}`);
    await expert.ask(`write f ${'and more '.repeat(350)}`);
    const { body, receipt } = await expert.ask('make it handle None');
    expect(body?.prompt).toBe('# make it handle None\n\ndef');
    expect(receipt?.checks[0]).toMatchObject({ name: 'context', status: 'skipped' });
  });

  test('MetaMath: the figures that another expert was told', async () => {
    const expert = await serve('math', { ...METAMATH, answer: 'The answer is: 8' });
    expert.general.set({ script: () => 'Noted.' });
    await expert.askGeneral('The shop sells 3 apples for 2 dollars');
    const { body } = await expert.ask('how much are 12?');
    expect(body?.prompt).toContain(
      '### Instruction:\nThe shop sells 3 apples for 2 dollars\n(Answered: Noted.)\n\nhow much are 12?\n',
    );
  });

  test.each([
    ['its own figures', 'The shop sells 3 apples for 2 dollars', 'What is 2+2?'],
    ['no figures before it', 'I like apples', 'how much are 12?'],
    ['a long story before it', `3 ${'apples '.repeat(200)}`, 'how much are 12?'],
  ])('MetaMath: not what another expert was told, with %s', async (_, before, question) => {
    const expert = await serve('math', { ...METAMATH, answer: 'The answer is: 4' });
    expert.general.set({ script: () => 'Noted.' });
    await expert.askGeneral(before);
    expect((await expert.ask(question)).body?.prompt).toContain(`### Instruction:\n${question}\n`);
  });

  test('Hunyuan-MT: the last text, in another language', async () => {
    const expert = await serve('translate', HUNYUAN);
    await expert.ask('to French: good morning');
    const german = (await expert.ask('and in German?')).body?.messages;
    expect(german).toMatchObject([{ content: expect.stringMatching(/into German, .*\n\ngood morning$/) }]);
    const chinese = (await expert.ask('那中文呢？')).body?.messages;
    expect(chinese).toMatchObject([{ content: expect.stringMatching(/翻译成.*中文.*\n\ngood morning$/) }]);
    expert.answer(cut('Bonjour'));
    await expert.ask('to French: good evening');
    await expert.ask('continue');
    const after = (await expert.ask('and in German?')).body?.messages;
    expect(after).toMatchObject([{ content: expect.stringMatching(/into German, .*\n\ngood evening$/) }]);
    // A text that happens to name a language is a text.
    const text = (await expert.ask('to German: in French')).body?.messages;
    expect(text).toMatchObject([{ content: expect.stringMatching(/\n\nin French$/) }]);
  });

  test.each([
    ['Translate that into German', 'German'],
    ['translate the above to German, please', 'German'],
    ['Translate into German', 'German'],
    ['how do you say it in German?', 'German'],
    ['请把上面的回答翻译成英语', 'English'],
    ['把它翻译成英语', 'English'],
  ])('Hunyuan-MT: the last answer, in another language: %s', async (text, language) => {
    const expert = await serve('translate', HUNYUAN);
    expert.general.set({ script: () => 'Le ciel est bleu.' });
    await expert.askGeneral('Why is the sky blue?');
    const prompt = new RegExp(`into ${language}, .*\\n\\nLe ciel est bleu\\.$`);
    expect((await expert.ask(text)).body?.messages).toMatchObject([
      { content: expect.stringMatching(prompt) },
    ]);
    const next = (await expert.ask('and in French?')).body?.messages;
    expect(next).toMatchObject([{ content: expect.stringMatching(/into French, .*\n\nLe ciel/) }]);
  });

  test.each([
    ['Translate "that" into German', 'that'],
    ['Translate into German: it', 'it'],
    ['Translate the answer key into German', 'the answer key'],
  ])('Hunyuan-MT: a text of its own is a text: %s', async (text, words) => {
    const expert = await serve('translate', HUNYUAN);
    await expert.askGeneral('Why is the sky blue?');
    const prompt = new RegExp(`into German, .*\\n\\n${words}$`);
    expect((await expert.ask(text)).body?.messages).toMatchObject([
      { content: expect.stringMatching(prompt) },
    ]);
  });

  test('Hunyuan-MT: with nothing before it, such a word is a text', async () => {
    const expert = await serve('translate', HUNYUAN);
    const { body } = await expert.ask('how do you say that in German?');
    expect(body?.messages).toMatchObject([{ content: expect.stringMatching(/into German, .*\n\nthat$/) }]);
  });
});
