import fc from 'fast-check';

/** A generated answer: its Markdown, and its words in order. */
export interface Sample {
  readonly markdown: string;
  readonly words: readonly string[];
}

/** Words without any character that means something in Markdown; Chinese ones count as one word each. */
const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{2,9}$/) },
  { weight: 1, arbitrary: fc.constantFrom('中文', '内容', '路由器', 'größer', 'déjà', 'ещё') },
);
const phrase = fc.array(word, { minLength: 1, maxLength: 4 });

const sample = (markdown: string, words: readonly string[]): Sample => ({ markdown, words });

const span: fc.Arbitrary<Sample> = fc.oneof(
  { weight: 6, arbitrary: phrase.map((words) => sample(words.join(' '), words)) },
  ...(['**', '*', '~~', '`', '__', '_', '***'] as const).map((mark) => ({
    weight: 1,
    arbitrary: phrase.map((words) => sample(`${mark}${words.join(' ')}${mark}`, words)),
  })),
  {
    weight: 1,
    arbitrary: fc
      .tuple(phrase, phrase)
      .map(([outer, inner]) => sample(`**${outer.join(' ')} *${inner.join(' ')}***`, [...outer, ...inner])),
  },
  {
    weight: 1,
    arbitrary: phrase.map((words) => sample(`[${words.join(' ')}](https://example.com/a_b)`, words)),
  },
  {
    weight: 1,
    arbitrary: phrase.map((words) => sample(`![${words.join(' ')}](https://example.com/x.png)`, words)),
  },
  ...(
    [
      ['$', '$'],
      ['\\(', '\\)'],
      ['$$', '$$'],
    ] as const
  ).map(([open, close]) => ({
    weight: 1,
    arbitrary: word.map((name) => sample(`${open}\\${name}{x}^2${close}`, [name, 'x', '2'])),
  })),
);

const join = (parts: readonly Sample[], by: string): Sample =>
  sample(
    parts.map((part) => part.markdown).join(by),
    parts.flatMap((part) => part.words),
  );

const line = fc.array(span, { minLength: 1, maxLength: 3 }).map((spans) => join(spans, ' '));
const paragraph = fc.array(line, { minLength: 1, maxLength: 2 }).map((lines) => join(lines, '\n'));
const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), line)
  .map(([depth, inner]) => sample(`${'#'.repeat(depth)} ${inner.markdown}`, inner.words));
/** A language is no word of the answer, so that it has to be one that the tests can tell. */
const code = fc
  .tuple(
    fc.constantFrom('', 'python', 'js'),
    fc.constantFrom('```', '~~~', '````'),
    fc.array(phrase, { maxLength: 8 }),
  )
  .map(([lang, fence, lines]) =>
    sample(
      `${fence}${lang}\n${lines.map((words, index) => `${'  '.repeat(index % 3)}${words.join(' * ')};\n`).join('')}${fence}`,
      lines.flat(),
    ),
  );
const math = fc
  .tuple(
    fc.constantFrom(
      ['$$\n', '\n$$'],
      ['\\[\n', '\n\\]'],
      ['$$', '$$'],
      ['\\[ ', ' \\]'],
      ['$$\\begin', '\\end$$'],
    ),
    fc.array(word, { minLength: 1, maxLength: 4 }),
  )
  .map(([[open = '', close = ''], words]) =>
    sample(`${open}${words.map((one) => `\\${one}_1 = 2`).join(' \\\\\n')}${close}`, [
      ...(open.includes('begin') ? [`begin`] : []),
      ...words.flatMap((one) => [one, '1', '2']),
      ...(open.includes('begin') ? ['end'] : []),
    ]),
  );
const table = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.array(phrase, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
  )
  .map(([columns, rows]) => {
    const cells = rows.map((row) => row.slice(0, columns));
    const lines = cells.map((row) => `| ${row.map((words) => words.join(' ')).join(' | ')} |`);
    const rule = `|${' --- |'.repeat(columns)}`;
    return sample([lines[0], rule, ...lines.slice(1)].join('\n'), cells.flat(2));
  });

const indent = (part: Sample, first: string, rest: string): Sample =>
  sample(first + part.markdown.replace(/\n(?!\n|$)/g, `\n${rest}`), part.words);

const { block } = fc.letrec<{ block: Sample; leaf: Sample; list: Sample; quote: Sample }>((tie) => ({
  leaf: fc.oneof(
    { weight: 5, arbitrary: paragraph },
    { weight: 1, arbitrary: heading },
    { weight: 2, arbitrary: code },
    { weight: 1, arbitrary: math },
    { weight: 2, arbitrary: table },
  ),
  list: fc
    .tuple(
      fc.constantFrom('- ', '* ', '1. ', '- [ ] ', '- [x] '),
      fc.array(fc.tuple(paragraph, fc.array(tie('block'), { maxLength: 2 })), { minLength: 1, maxLength: 3 }),
    )
    .map(([marker, items]) =>
      join(
        items.map(([first, others], index) => {
          const shown = marker === '1. ' ? `${index + 1}. ` : marker;
          const width = ' '.repeat(marker === '1. ' ? 3 : 2);
          return indent(join([first, ...others], '\n\n'), shown, width);
        }),
        '\n',
      ),
    ),
  quote: fc
    .array(tie('block'), { minLength: 1, maxLength: 3 })
    .map((blocks) => join(blocks, '\n\n'))
    .map((inner) => sample(inner.markdown.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>'), inner.words)),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: tie('leaf') },
    { weight: 2, arbitrary: tie('list') },
    { weight: 1, arbitrary: tie('quote') },
  ),
}));

/** An answer as models write them: blocks of all kinds, well formed. */
export const markdownDocument: fc.Arbitrary<Sample> = fc
  .array(block, { minLength: 1, maxLength: 5 })
  .map((blocks) => join(blocks, '\n\n'));

/** Marks, words and line breaks in any order: what nobody writes and a model may. */
export const markdownNoise: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      word,
      fc.constantFrom(
        ...'*|**|_|__|~~|`|```|~~~|$|$$|\\(|\\)|\\[|\\]|[|](|)|![|<|>|&|&amp;|#|##|-|+|1.|2)|---|===|\\|:-:|\\|-\\|'
          .split(/(?<!\\)\|/)
          .map((mark) => mark.replaceAll('\\|', '|')),
        '|',
        ' ',
        '  ',
        '    ',
        '\t',
        '\n',
        '\n\n',
        '\r\n',
        '\\',
        '<br>',
        '<!channel>',
        'https://example.com/a_b',
        '[a]: https://example.com',
        '[^1]',
        '[^1]: ',
        '[a]',
        '- [ ] ',
        '> ',
        '😀',
        '\u0000',
        '\uFEFF',
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/** Cuts a text into chunks at the given places. */
export function chunked(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((place, index) => text.slice(places[index - 1] ?? 0, place));
}
