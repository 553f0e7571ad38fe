import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinSoftBreaks } from '../../src/translation/soft-breaks.ts';

const wrapped = [
  'The meeting that we had planned for the first week of the month has',
  'been moved to Thursday, since the room is being painted and nobody can',
  'sit in it.',
];

test('the lines of a paragraph that was wrapped become one', () => {
  expect(joinSoftBreaks(wrapped.join('\n'))).toBe(wrapped.join(' '));
  expect(joinSoftBreaks(`${wrapped.join('\r\n')}\r\n\r\nBye`)).toBe(`${wrapped.join(' ')}\r\n\r\nBye`);
});

test('list items and quotes are joined with their own lines only', () => {
  const [one, two, three] = wrapped;
  expect(joinSoftBreaks(`- ${one}\n  ${two}\n  ${three}\n- ${one}\n  ${two}`)).toBe(
    `- ${one} ${two} ${three}\n- ${one} ${two}`,
  );
  expect(joinSoftBreaks(`> ${one}\n> ${two}\n> ${three}\n${one}`)).toBe(`> ${one} ${two} ${three}\n${one}`);
});

test('Chinese lines are joined without a space', () => {
  const one = '原定于本月第一周举行的会议因为会议室正在重新粉刷暂时没有人能够在里面坐';
  const two = '下来所以改到了星期四下午举行请大家互相转告不要走错了地方也不要来得太晚';
  expect(joinSoftBreaks(`${one}\n${two}\n谢谢。`)).toBe(`${one}${two}谢谢。`);
});

const [first = '', second = ''] = wrapped;
test.each([
  ['short lines', 'Roses are red\nviolets are blue'],
  ['lines whose next word had room', `${first}\nSmall lines follow\n${second} and more`],
  ['a sentence that ends with its line', `${first}.\n${second}`],
  ['a hard break', `${first}  \n${second}.\n${first}\\\n${second}`],
  ['a heading', `# ${first}\n${second}`],
  ['a heading below', `${first}\n# ${second}`],
  ['a line under a heading', `${first}\n${'='.repeat(68)}\n`],
  ['list items', `- ${first}\n- ${second}\n1. ${first}\n2. ${second}`],
  ['a table', `| ${first} |\n|---|\n| ${second} |`],
  ['a fence', `\`\`\`\n${first}\n${second}\n\`\`\``],
  ['paragraphs', `${first}\n\n${second}`],
  ['a quote that begins', `${first}\n> ${second}`],
  ['indented code', `    ${first}\n    ${second}`],
  ['lines too long to be wrapped', `${first} ${second}\n${first} ${second}`],
])('%s stay on lines of their own', (_, text) => {
  expect(joinSoftBreaks(text)).toBe(text);
});

test('nothing but line breaks, indents and quote marks ever changes', () => {
  const line = fc.constantFrom(
    ...wrapped,
    '- item',
    '> quoted',
    '```',
    '$$',
    '',
    '  more',
    '| a | b |',
    'x'.repeat(80),
  );
  const bare = (text: string) => text.replace(/[\s>]/g, '');
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, gap) => {
      const text = lines.join(gap);
      expect(bare(joinSoftBreaks(text))).toBe(bare(text));
    }),
  );
});
