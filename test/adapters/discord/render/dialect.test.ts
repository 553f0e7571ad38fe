import { expect, test } from 'vitest';
import { mayFetch } from '../../../../adapters/discord/files/download.ts';
import { discordDialect } from '../../../../adapters/discord/render/dialect.ts';
import { recordFields } from '../../../../adapters/discord/render/record.ts';
import { parseMarkdown } from '../../../../src/rendering/parse.ts';
import { serialise } from '../../../../src/rendering/serialise.ts';

const written = (markdown: string) => serialise(parseMarkdown(markdown).children, discordDialect);

test.each([
  ['#### Deep', '**Deep**'],
  ['| a | b |\n|---|---|\n| 1 | 22 |', '```\na |  b\n--+---\n1 | 22\n```'],
  ['- [x] done\n- [ ] open', '- ☑ done\n- ☐ open'],
  ['a ||secret|| b', 'a \\|\\|secret\\|\\| b'],
  ['[x](https://evil.example/c?q=1)', 'x (`https://evil.example/c?q=1`)'],
  ['`a<@2>`', '`a<@2>`'],
])('%s is written so that Discord shows it', (markdown, shown) => {
  expect(written(markdown)).toBe(shown);
});

test('no text forges a mention, a time or an emoji', () => {
  const text = written('<@2> <#3> <t:0> <:a:1> @everyone @here');
  expect(text).not.toMatch(/<[@#t:]\S*>|@everyone|@here/);
});

test('a fence cannot be closed by what is in it', () => {
  const text = written('````\n```\n@everyone\n````');
  expect(text.match(/```/g)).toHaveLength(2);
});

test('a small record becomes fields; a long or nested one does not', () => {
  const fields = (value: unknown) =>
    recordFields(parseMarkdown(`\`\`\`json\n${JSON.stringify(value)}\n\`\`\``).children);
  expect(fields({ name: 'Ann', age: 30, tags: ['a', 'b'], none: null })).toEqual([
    { name: 'name', value: 'Ann', inline: true },
    { name: 'age', value: '30', inline: true },
    { name: 'tags', value: 'a, b', inline: true },
    { name: 'none', value: '–', inline: true },
  ]);
  expect(fields({ inner: { a: 1 } })).toEqual([]);
  expect(fields({ text: 'x'.repeat(2_000) })).toEqual([]);
  expect(fields({ ' ': 1 })).toEqual([]);
  // Nine that fit one by one, but grow by their escapes: with the JSON they would be over 6,000.
  const stars = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, '*_'.repeat(100)]));
  expect(fields(stars)).toEqual([]);
  expect(recordFields(parseMarkdown('Hello').children)).toEqual([]);
});

test.each([
  ['https://cdn.discordapp.com/attachments/1/2/a.png?ex=1', true],
  ['https://media.discordapp.net/attachments/1/2/a.png', true],
  ['http://cdn.discordapp.com/a.png', false],
  ['https://cdn.discordapp.com.evil.example/a.png', false],
  ['https://user@cdn.discordapp.com/a.png', false],
  ['http://169.254.169.254/latest', false],
])('a file at %s may be fetched: %s', (url, may) => {
  expect(mayFetch(url, null)).toBe(may);
});
