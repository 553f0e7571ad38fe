import { describe, expect, test } from 'vitest';
import { controlsOf } from './discord/controls.ts';
import { shardOf, timeOf } from './discord/snowflakes.ts';
import { visibleFile, visibleText } from './discord/visible.ts';

const NOTHING = { content: '', embeds: [], components: [], files: [] };

describe('what a person reads', () => {
  test.each([
    ['text without its marks', { content: '# A *b*\n\n- c\n- `d`\n\n> e' }, 'A b\nc\nd\ne'],
    ['small print', { content: '-# math · 94%' }, 'math · 94%'],
    ['code as it is', { content: '```js\nlet a = "*b*";\n```' }, 'let a = "*b*";'],
    ['a table of Markdown as its source', { content: '|a|b|\n|-|-|\n|c|d|' }, '|a|b|\n|-|-|\n|c|d|'],
    ['a masked link by its words', { content: '[a](https://x.example)' }, 'a'],
    [
      'an embed from top to bottom',
      {
        embeds: [
          {
            title: 'Math',
            description: 'a **b**',
            fields: [{ name: 'x', value: '`1`' }],
            footer: { text: '*94%*' },
          },
        ],
      },
      'Math\na b\nx\n1\n*94%*',
    ],
    ['modern components', { components: [{ type: 17, components: [{ type: 10, content: '**a**' }] }] }, 'a'],
  ])('%s', (_what, version, shown) => {
    expect(visibleText({ ...NOTHING, ...version })).toBe(shown);
  });

  test('no embed, where previews are suppressed', () => {
    const version = { ...NOTHING, content: 'a', embeds: [{ description: 'b' }] };
    expect([visibleText(version), visibleText(version, 1 << 2)]).toEqual(['a\nb', 'a']);
  });

  test('a file by its content, a picture by its description', () => {
    const file = {
      id: '1',
      name: 'a.txt',
      contentType: 'text/plain',
      description: 'd',
      content: Buffer.from('c'),
    };
    expect([visibleFile(file), visibleFile({ ...file, name: 'a.png' })]).toEqual(['c', 'd']);
  });
});

test('everything that can be pressed has its label; links and what is disabled tell the bot nothing', () => {
  const button = (label: string, rest: object = {}) => ({
    type: 2,
    style: 1,
    label,
    custom_id: label,
    ...rest,
  });
  const options = ['code', 'math'].map((label) => ({ label, value: label[0] }));
  const components = [
    {
      type: 1,
      components: [button('Retry'), button('Off', { disabled: true }), { type: 2, style: 5, label: 'Link' }],
    },
    { type: 1, components: [{ type: 3, custom_id: 'expert', options }] },
    { type: 1, components: [button('Good', { emoji: { name: '👍' } })] },
  ];
  const controls = controlsOf({ components });
  expect(controls.map(({ label }) => label)).toEqual(['Retry', 'code', 'math', '👍 Good']);
  expect(controls[2]?.data).toMatchObject({ component_type: 3, custom_id: 'expert', values: ['m'] });
});

test('ids tell their time, guilds their shard', () => {
  // The example of discord.com/developers/docs/reference#snowflakes.
  expect(timeOf('175928847299117063')).toBe(1_462_015_105_796);
  expect([shardOf('175928847299117063', 2), shardOf(null, 2)]).toEqual([
    Number((175928847299117063n >> 22n) % 2n),
    0,
  ]);
});
