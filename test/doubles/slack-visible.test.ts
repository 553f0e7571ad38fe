import { describe, expect, test } from 'vitest';
import { controlsOf } from './slack/controls.ts';
import { carriesData, hostileParts, liveUrls, readable } from './slack/rules/hostile.ts';
import { visibleText } from './slack/visible.ts';

const text = (words: string) => ({ type: 'plain_text', text: words });
const seen = (...blocks: object[]) => visibleText({ text: 'fallback', blocks: blocks as never[] });

describe('what a person reads', () => {
  test.each([
    [
      'Markdown without its marks',
      { type: 'markdown', text: '# A *b*\n\n- c\n- `d`\n\n> e' },
      'A b\nc\nd\ne',
    ],
    ['code as it is', { type: 'markdown', text: '```js\nlet a = "*b*";\n```' }, 'let a = "*b*";'],
    ['a table of Markdown by rows', { type: 'markdown', text: '|a|b|\n|-|-|\n|c|d|' }, 'a | b\nc | d'],
    [
      'mrkdwn with its entities resolved',
      { type: 'section', text: { type: 'mrkdwn', text: 'a &lt; <https://x.example|b>' } },
      'a < b',
    ],
    ['a picture by its description', { type: 'image', alt_text: 'a sum', slack_file: { id: 'F1' } }, 'a sum'],
    [
      'a native table by rows',
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'a' },
            { type: 'raw_text', text: 'b' },
          ],
        ],
      },
      'a | b',
    ],
    [
      'the line of a context',
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'math · 94%' }] },
      'math · 94%',
    ],
  ])('%s', (_what, block, shown) => {
    expect(seen(block)).toBe(shown);
  });

  test('the text, where no block has words', () => {
    expect(seen({ type: 'actions', elements: [{ type: 'button', text: text('Stop') }] })).toBe('fallback');
    expect(seen()).toBe('fallback');
  });
});

test('everything that can be pressed has its label, options and feedback among them', () => {
  const option = (label: string) => ({ text: text(label), value: label });
  const blocks = [
    { type: 'actions', elements: [{ type: 'button', text: text('Retry'), action_id: 'r' }] },
    { type: 'actions', elements: [{ type: 'static_select', options: [option('code'), option('math')] }] },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { text: text('Good'), value: 'g' },
          negative_button: { text: text('Bad'), value: 'b' },
        },
      ],
    },
  ];
  const controls = controlsOf({ blocks });
  expect(controls.map(({ label }) => label)).toEqual(['Retry', 'code', 'math', 'Good', 'Bad']);
  expect(controls[2]?.action).toMatchObject({ selected_option: { value: 'math' } });
  expect(controls[4]?.action).toMatchObject({ type: 'feedback_buttons', value: 'b' });
});

describe('what would harm', () => {
  test.each(['<!channel>', '<!here|here>', '<!subteam^S1>', 'ask @everyone', '(@channel)', '`<!here>`'])(
    '%s calls many',
    (words) => {
      expect(hostileParts([words])).toHaveLength(1);
    },
  );

  test.each(['a@here.example', '`@here`', '```\n@channel\n```', '@\u200Bhere', '@hereafter'])(
    '%s calls nobody',
    (words) => {
      expect(hostileParts([words])).toEqual([]);
    },
  );

  test('links are live outside code', () => {
    expect(liveUrls(['see https://a.example/x, [b](https://b.example) `https://c.example`'])).toEqual([
      'https://a.example/x,',
      'https://b.example',
    ]);
  });

  test.each([
    ['https://x.example/docs/page.html', false],
    ['https://x.example/#part', false],
    ['https://x.example/?q=secret', true],
    ['https://secret@x.example/', true],
    [`https://x.example/${'a'.repeat(201)}`, true],
    ['https://x.example/%73%65%63%72%65%74', true],
  ])('%s can carry data: %s', (url, can) => {
    expect(carriesData(url)).toBe(can);
  });

  test('code and cells of a table are no text that Slack reads for links', () => {
    const preformatted = { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '@here' }] };
    const rich = {
      type: 'rich_text',
      elements: [preformatted, { type: 'rich_text_section', elements: [{ type: 'text', text: 'words' }] }],
    };
    expect(readable([rich, { type: 'table', rows: [[{ type: 'raw_text', text: '@here' }]] }])).toEqual([
      'words',
    ]);
  });
});
