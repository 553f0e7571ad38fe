import { describe, expect, test } from 'vitest';
import { PROFILE_IDS, profileFor } from '../../../src/experts/profiles/index.ts';
import type { PromptParts } from '../../../src/experts/profiles/profile.ts';

const INFO = { model: 'm', root: null, window: 4096 };
const PERSONA = 'You are a pirate.';
const before = { text: 'one', bare: 'one', expert: 'general' as const, answer: 'Aye.', unfinished: false };
const parts: PromptParts = {
  shared: false,
  persona: PERSONA,
  summary: 'They met.',
  turns: [before],
  question: { text: 'two', bare: 'two', expert: 'general', images: [] },
};
/** They are given one text, and would take a persona for part of it. */
const OF_SINGLE_TEXTS = [
  'starcoder2',
  'codellama-python',
  'codellama-base',
  'metamath',
  'hunyuan-mt',
  'nllb',
];
const CHAT = PROFILE_IDS.filter((id) => !OF_SINGLE_TEXTS.includes(id));

const layoutOf = (id: string, change: Partial<PromptParts> = {}) =>
  profileFor(INFO, id).layout({ ...parts, ...change });
const contents = (id: string, change: Partial<PromptParts> = {}) =>
  layoutOf(id, change).messages.map(({ content }) => String(content));

describe.each(CHAT)('%s', (id) => {
  test('is told once who to be, first of all, before what was said earlier', () => {
    const said = contents(id);
    const first = said.find((content) => content.includes(PERSONA)) ?? '';
    expect(said.filter((content) => content.includes(PERSONA))).toHaveLength(1);
    expect(first.startsWith(PERSONA)).toBe(true);
    expect(first.indexOf('They met.')).toBeGreaterThan(0);
  });

  test('begins each prompt with the whole one before it, but for what stands with the question', () => {
    const now = contents(id, { summary: null });
    const next = contents(id, {
      summary: null,
      turns: [before, { ...before, text: 'two', bare: 'two' }],
      question: { ...parts.question, text: 'three', bare: 'three' },
    });
    const bare = now.map((content, index) =>
      layoutOf(id).messages[index]?.role === 'user' ? content.replace(`${PERSONA}\n\n`, '') : content,
    );
    expect(next.slice(0, now.length)).toEqual(bare);
  });

  test('is asked for a language with the question alone', () => {
    const plain = contents(id);
    const asked = contents(id, { question: { ...parts.question, answerIn: 'deu_Latn' } });
    expect(asked.slice(0, -1)).toEqual(plain.slice(0, -1));
    expect(asked.at(-1)).toBe(`${plain.at(-1)}\n\nAnswer in German.`);
  });
});

test.each(OF_SINGLE_TEXTS)('%s is told nothing of a persona', (id) => {
  expect(layoutOf(id)).toEqual(layoutOf(id, { persona: null }));
});

test('a model of translations is given the language that is set', () => {
  const question = { ...parts.question, text: '你好', bare: '你好', answerIn: 'deu_Latn' };
  expect(contents('hunyuan-mt', { question })).toEqual(['把下面的文本翻译成德语，不要额外解释。\n\n你好']);
  expect(contents('nllb', { question })).toEqual(['to deu_Latn: 你好']);
});
