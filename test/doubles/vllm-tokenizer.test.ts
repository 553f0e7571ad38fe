import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IMAGE_TOKENS, renderChat, type TemplateMessage } from './vllm/chat-template.ts';
import { CONTROL_TOKENS, detokenize, MAX_CHARS_PER_TOKEN, textOf, tokenize } from './vllm/tokenizer.ts';

/** Any string a request can carry: words, CJK, emoji, lone surrogates, control tokens in between. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...CONTROL_TOKENS, ' ', '  \n', 'return', '<|', '\ud83d', '你好，世界'),
    ),
  )
  .map((parts) => parts.join(''));

test('tokens give back exactly the text they came from', () => {
  fc.assert(fc.property(anyText, (text) => detokenize(tokenize(text)) === text));
});

test('a text never has more tokens than UTF-8 bytes, nor fewer than the character pre-check assumes', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const count = tokenize(text).length;
      expect(count).toBeLessThanOrEqual(Buffer.byteLength(text));
      expect(text.length).toBeLessThanOrEqual(count * MAX_CHARS_PER_TOKEN);
    }),
  );
});

test('text behind a control token never changes the tokens before it', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...CONTROL_TOKENS), anyText, (before, control, after) => {
      const head = tokenize(before + control);
      expect(tokenize(before + control + after).slice(0, head.length)).toEqual(head);
    }),
  );
});

test('a conversation that grows shares all tokens of the shorter one but the opened answer', () => {
  const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: anyText });
  fc.assert(
    fc.property(fc.array(message), message, (history, next) => {
      const shorter = tokenize(renderChat(history, { addGenerationPrompt: false }));
      const longer = tokenize(renderChat([...history, next]));
      expect(longer.slice(0, shorter.length)).toEqual(shorter);
    }),
  );
});

test('words are cut about as a real tokenizer cuts them', () => {
  const words = (text: string) => tokenize(text).map(textOf);
  expect(words('The cat sat, twice.')).toEqual(['The', ' cat', ' sat', ',', ' twic', 'e', '.']);
  expect(words('def f():\n    return 你好🙂')).toEqual([
    'def',
    ' f',
    '(',
    ')',
    ':',
    '\n   ',
    ' retu',
    'rn',
    ' ',
    '你',
    '好',
    '🙂',
  ]);
  expect(words('<|im_start|>user\n')).toEqual(['<|im_start|>', 'user', '\n']);
});

test('a chat is rendered as ChatML, with the answer opened, continued, or neither', () => {
  const messages: TemplateMessage[] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
  ];
  const closed = '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n';
  expect(renderChat(messages)).toBe(`${closed}<|im_start|>assistant\n`);
  expect(renderChat(messages, { addGenerationPrompt: false })).toBe(closed);
  const begun = [...messages, { role: 'assistant', content: 'Hel' }];
  expect(renderChat(begun, { addGenerationPrompt: false, continueFinalMessage: true })).toBe(
    `${closed}<|im_start|>assistant\nHel`,
  );
});

test('an image costs a fixed number of tokens', () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } } as const;
  const count = (content: TemplateMessage['content']) =>
    tokenize(renderChat([{ role: 'user', content }])).length;
  // The two markers around it are tokens, too.
  expect(count([image]) - count('')).toBe(IMAGE_TOKENS + 2);
});

test('an id out of the vocabulary is refused', () => {
  expect(() => textOf(CONTROL_TOKENS.length)).toThrow(RangeError);
});
