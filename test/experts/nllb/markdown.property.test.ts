import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNllbEngine } from '../../../src/experts/nllb/client.ts';
import { type NllbDouble, startNllb } from '../../doubles/nllb/server.ts';

const MARK = /\b([XQZJW])(\d)\b/g;

/** What models do to marks; the words they leave as they are, so that nothing of the text may differ. */
const MODELS: Readonly<Record<string, (text: string) => string>> = {
  'keeps the marks': (text) => text,
  'mangles the marks': (text) => text.replace(MARK, '$1 $2'),
  'writes the marks small': (text) => text.replace(MARK, (mark) => mark.toLowerCase()),
  'drops the marks': (text) => text.replace(MARK, ''),
  'drops the first mark': (text) => text.replace(/\b[XQZJW]1\b/, ''),
  'doubles the marks': (text) => text.replace(MARK, '$& $&'),
  'gives one mark for all': (text) => text.replace(MARK, '$11'),
  'counts the marks on': (text) => text.replace(MARK, '$1$27'),
  'keeps nothing but marks': (text) => text.match(MARK)?.join(' ') ?? text,
  'says nothing': () => '',
};

let nllb: NllbDouble;
let model: (text: string) => string = (text) => text;
beforeAll(async () => {
  nllb = await startNllb({ translate: (text) => model(text) });
});
afterAll(() => nllb.close());

async function translate(text: string, target: string): Promise<string> {
  const engine = createNllbEngine({ url: nllb.url, apiKey: null });
  const content = `Translate from English to ${target}:\n${text}`;
  const request = { messages: [{ role: 'user' as const, content }], maxTokens: 100 };
  let written = '';
  for await (const event of engine.generate(request, new AbortController().signal)) {
    if (event.type === 'text') written += event.delta;
  }
  return written;
}

/** Each with a number of its own, so that it can be counted. */
const VERBATIM: readonly ((id: number) => string)[] = [
  (id) => `\`run --x1=${id} X1\``,
  (id) => `\`\`a\`${id}\`b\`\``,
  (id) => `https://a.example/p${id}?q=X1&r=é#z`,
  (id) => `{name_${id}}`,
  (id) => `{{ value${id} }}`,
  (id) => `$x_{${id}}^2$`,
  (id) => `user.${id}@mail.example`,
  (id) => `<@U${id}>`,
];

const word = fc.constantFrom(
  'please',
  'the',
  'server',
  'Open',
  'now,',
  'it.',
  'box 12',
  'x 12',
  'naïve',
  '你好。',
  'done!',
);
const part = fc.oneof(
  { weight: 4, arbitrary: word.map((text) => () => text) },
  { weight: 3, arbitrary: fc.constantFrom(...VERBATIM) },
  { weight: 1, arbitrary: word.map((text) => () => `**${text} bold**`) },
  { weight: 1, arbitrary: word.map((text) => (id: number) => `[${text} link](https://b.example/l${id}x)`) },
);
const start = fc.constantFrom('', '', '- ', '1. ', '## ', '> ', '| ');
const document = fc
  .array(
    fc.record({
      start,
      parts: fc.array(part, { minLength: 1, maxLength: 12 }),
      gap: fc.constantFrom('\n', '\n\n'),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((lines) => {
    let id = 100;
    const verbatim: string[] = [];
    const texts = lines.map(({ start: begin, parts, gap }) => {
      const made = parts.map((make) => {
        const text = make(++id);
        if (VERBATIM.includes(make)) verbatim.push(text);
        else if (text.startsWith('[')) verbatim.push(/\]\(.*\)$/.exec(text)?.[0] ?? '');
        return text;
      });
      return begin + made.join(' ') + gap;
    });
    const fence = `\`\`\`sh\necho X1 ${++id}\n\`\`\`\n`;
    return { text: `Start.\n${texts.join('')}\n${fence}`, verbatim: [...verbatim, fence.trim()] };
  });

/** Wrapped lines are joined, and a quote's marks go with the breaks. */
const squeeze = (whole: string) => whole.replace(/[\s>]+/g, ' ').trim();

test.each(Object.keys(MODELS))('with a model that %s, the text comes through', async (name) => {
  model = MODELS[name] as (text: string) => string;
  const property = fc.asyncProperty(document, async ({ text }) => {
    expect(squeeze(await translate(text, 'French'))).toBe(squeeze(text));
  });
  await fc.assert(property, { numRuns: 40 });
});

test.each(['French', 'Chinese'])(
  'with a model that turns the words around, code, addresses and placeholders come through into %s',
  async (target) => {
    model = (text) => text.split(' ').toReversed().join(' ');
    const property = fc.asyncProperty(document, async ({ text, verbatim }) => {
      const translated = await translate(text, target);
      for (const piece of verbatim) expect(translated.split(piece)).toHaveLength(2);
      expect(translated.split('**')).toHaveLength(text.split('**').length);
      expect(translated).not.toMatch(/\b[QZJW]\d/);
    });
    await fc.assert(property, { numRuns: 40 });
  },
);
