import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLiveText } from '../../../../adapters/slack/render/live-text.ts';

test('it only ever grows, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '*', '😀') })), (versions) => {
      const live = createLiveText(100);
      let before = '';
      for (const version of versions) {
        live.update(version);
        expect(live.text.startsWith(before)).toBe(true);
        expect(live.text).toBe(live.text.toWellFormed());
        before = live.text;
      }
    }),
  );
});

test('a mark that is closed for the moment is not shown closed', () => {
  const live = createLiveText(100);
  for (const text of ['The **quick**', 'The **quick brown**', 'The **quick brown** fox']) live.update(text);
  expect(live.text).toBe('The **quick brown**');
  live.update('The **quick brown** fox jumps');
  expect(live.text).toBe('The **quick brown** fox');
});

test('an open fence grows by its lines, without its end', () => {
  const live = createLiveText(100);
  for (const text of ['```py\na = 1\n```', '```py\na = 1\nb = 2\n```', '```py\na = 1\nb = 2\nc\n```'])
    live.update(text);
  expect(live.text).toBe('```py\na = 1\nb = 2\n');
});

test('it stands still at its limit', () => {
  const live = createLiveText(3);
  live.update('abcdef');
  live.update('abcdefgh');
  expect(live.text).toBe('abc');
});

test('the same rendering twice closes nothing: the next line of code may be blank so far', () => {
  const live = createLiveText(100);
  for (const text of ['```py\na = 1\n```', '```py\na = 1\n```', '```py\na = 1\n    b = 2\n```'])
    live.update(text);
  expect(live.text).toBe('```py\na = 1\n');
});

test.each(['h', 'http', 'https://', 'ww', 'mailto:'])('%s waits for the rest of its address', (half) => {
  const live = createLiveText(100);
  for (const text of [`See ${half}`, `See ${half}x`]) live.update(text);
  expect(live.text).toBe('See ');
});

test('a text that took another turn is given up once much has come that way', () => {
  const live = createLiveText(1_000);
  for (const text of ['a line', 'a line more', `# a line more${' w'.repeat(20)}`]) live.update(text);
  expect(live.isAstray).toBe(false);
  live.update('a line more and on');
  live.update(`# a line more${' w'.repeat(20)}`);
  live.update(`# a line more${' w'.repeat(200)}`);
  expect(live.isAstray).toBe(true);
});
