import { expect, test } from 'vitest';
import { QUESTION_CHARS, readBefore } from '../../../src/routing/followup/before.ts';
import type { Classifier } from '../../../src/routing/labels.ts';

/** Keeps what it was asked about. */
function listening() {
  const heard: string[] = [];
  const classify: Classifier = (text) => {
    heard.push(text);
    return { general: 1, code: 0, math: 0, translate: 0, structured: 0 };
  };
  return { heard, classify };
}

test.each([undefined, null, '', ' \n'])(
  'a question that is not known (%j) is not asked about',
  (question) => {
    const { classify, heard } = listening();
    expect(readBefore(classify, question, 'and then?')).toBeNull();
    expect(heard).toEqual([]);
  },
);

test('the question is judged alone and together with the message', () => {
  const { classify, heard } = listening();
  expect(readBefore(classify, 'sort a list', 'descending')?.question).toBe('sort a list');
  expect(heard).toEqual(['sort a list', 'sort a list\ndescending']);
});

test('of a long question the beginning counts, and the message stands behind it whole', () => {
  const { classify, heard } = listening();
  const before = readBefore(classify, 'x'.repeat(100_000), 'descending');
  expect(before?.question).toHaveLength(QUESTION_CHARS);
  expect(heard[0]).toMatch(/^x{600}$/);
  expect(heard[1]).toMatch(/^x{600}\ndescending$/);
});
