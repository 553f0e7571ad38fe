import { afterAll, expect, test } from 'vitest';
import type { TextPart } from '../../../../adapters/slack/render/parts-of-answer.ts';
import { createSlackRenderer } from '../../../../adapters/slack/render/render.ts';
import type { Message } from '../../../../src/conversation/types.ts';
import { WAITING } from '../../../../src/delivery/answer-view.ts';
import { createPictures } from '../../../../src/rendering/pictures/pictures.ts';

const pictures = createPictures();
afterAll(() => pictures.close());

const MESSAGE: Message = {
  id: 'slack:C1:1.1',
  platform: 'slack',
  conversation: 'slack:T1:C1' as Message['conversation'],
  author: { id: 'U1', name: null },
  shared: true,
  text: 'tell me',
  attachments: [],
  forced: null,
};
const LATER =
  'Then more words follow here, and yet more, so that it goes on for long enough to see them all.';

/** What a stream shows of an answer that comes in pieces, piece by piece. */
async function streamed(answer: string, size: number): Promise<readonly TextPart[]> {
  const renderer = createSlackRenderer(MESSAGE, {
    pictures,
    sign: Promise.resolve(() => 'signed'),
    wantsStop: () => false,
  });
  const shown: TextPart[] = [];
  for (let at = 0; at < answer.length; at += size) {
    renderer.append(answer.slice(at, at + size));
    const [part] = await renderer.render({ ...WAITING, phase: 'writing' });
    if (part?.kind === 'text') shown.push(part);
  }
  return shown;
}

const TABLE = '| name | count |\n|---|--:|\n| one | 1 |\n| two | 22 |';

test.each([
  ['a table', TABLE],
  ['a second table', `${TABLE}\n\nAnd:\n\n${TABLE}`],
  ['a formula in a line', 'The ratio $\\frac{a}{b} + \\sqrt{x}$ is small.'],
  ['a formula on its own', '$$\n\\frac{a}{b} = x^2\n$$'],
  ['a formula in brackets', '\\[ \\frac{a}{b} = x^2 \\]'],
  ['a formula in a list', '- first $\\frac{a}{b}$\n- second\n\nEnd of it.'],
  ['indented code', '```python\ndef f(x):\n    if x:\n        return 1\n    return 2\n```'],
  ['code in a list', '1. first\n   ```py\n   x = 1\n   y = 2\n   ```\n2. second\n\nEnd of it.'],
  ['an address', 'See https://example.com/some/long/path for it.'],
])('what comes after %s is streamed, too', async (_what, block) => {
  for (const size of [3, 7, 20]) {
    const parts = await streamed(`Before.\n\n${block}\n\n${LATER}\n\nAnd then some.`, size);
    expect(parts.at(-1)?.live).toContain('so that it goes on');
    for (const [index, { live }] of parts.entries()) expect(live).toContain(parts[index - 1]?.live ?? '');
  }
});

test('a stream shows a table row by row, and no half of a formula', async () => {
  const rows = await streamed(`${TABLE}\n\n${LATER}`, 5);
  expect(rows.some(({ live }) => live.includes('| one | 1 |') && !live.includes('| two |'))).toBe(true);
  const formula = await streamed(`See $\\frac{a}{b}$ here. ${LATER}`, 3);
  expect(formula.filter(({ live }) => /[\\`]/.test(live))).toEqual([]);
});

test('where what was shown turns out to be something else, the stream is given up', async () => {
  const parts = await streamed(`A line that is read as text\n===\n\n${LATER} ${LATER}\n\n${LATER}`, 3);
  expect(parts.at(-1)?.isAstray).toBe(true);
});
