import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredTurn } from '../../src/conversation/context.ts';
import { promptParts, type Question } from '../../src/conversation/prompt.ts';
import { EXPERTS, type ExpertName } from '../../src/conversation/types.ts';
import { openai } from '../../src/experts/profiles/general.ts';
import { receipt, storedTurn } from '../support/turns.ts';

const promptOf = (...parts: Parameters<typeof promptParts>) => openai.layout(promptParts(...parts)).messages;
const question: Question = { author: null, shared: false, text: 'why?', expert: 'general', images: [] };

function routed(text: string, response: string, expert: ExpertName, author: string | null): StoredTurn {
  const route = { expert, tier: 'default' as const, confidence: 1, scores: {}, reason: 'test' };
  return storedTurn(text, response, { author, receipt: receipt(response, { route }) });
}

describe('a prompt', () => {
  test('is system text, turns, question', () => {
    const messages = promptOf(null, [storedTurn('hello', 'hi')], question);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages.slice(1).map(({ content }) => content)).toEqual(['hello', 'hi', 'why?']);
  });

  test('names the speakers where several people write, and nowhere else', () => {
    const turns = [storedTurn('hello', 'hi', { author: 'Ann' })];
    const shared = promptOf(null, turns, { ...question, author: '李\n雷', shared: true });
    expect(shared[1]?.content).toBe('Ann: hello');
    expect(shared[3]?.content).toBe('李 雷: why?');
    const alone = promptOf(null, turns, { ...question, author: '李雷' });
    expect(alone[3]?.content).toBe('why?');
  });

  test('puts the summary behind the static system text', () => {
    const [without] = promptOf(null, [], question);
    const [system] = promptOf('They spoke of whales.', [], question);
    expect(String(system?.content).startsWith(String(without?.content))).toBe(true);
    expect(system?.content).toContain('They spoke of whales.');
  });

  test('keeps pictures to the question that brought them', () => {
    const messages = promptOf(null, [], { ...question, images: ['data:image/png;base64,AAAA'] });
    expect(messages.at(-1)?.content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'text', text: 'why?' },
    ]);
  });

  test('each prompt begins with the whole prompt before it, whichever experts answer', () => {
    const turn = fc.record({
      text: fc.string(),
      response: fc.string(),
      expert: fc.constantFrom(...EXPERTS),
      author: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 2, maxLength: 12 }), fc.boolean(), (talk, shared) => {
        const turns = talk.map(({ text, response, expert, author }) =>
          routed(text, response, expert, author),
        );
        const prompts = talk.map(({ text, expert, author }, index) =>
          promptOf(null, turns.slice(0, index), { author, shared, text, expert, images: [] }),
        );
        for (const [index, prompt] of prompts.slice(1).entries()) {
          const before = prompts[index] ?? [];
          expect(prompt.slice(0, before.length)).toEqual(before);
        }
      }),
    );
  });
});
