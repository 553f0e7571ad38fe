import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeFile } from '../../src/rendering/code-file.ts';

test.each([
  ['python', 1, 'answer.py'],
  ['Python', 2, 'answer-2.py'],
  ['c++', 1, 'answer.cpp'],
  ['tsx', 1, 'answer.tsx'],
  ['bash', 1, 'answer.sh'],
  ['Dockerfile', 1, 'Dockerfile'],
  ['dockerfile', 2, '2-Dockerfile'],
  ['nobody-knows', 1, 'answer.txt'],
  ['constructor', 1, 'answer.txt'],
  [null, 3, 'answer-3.txt'],
])('code in %s, number %i, goes up as %s', (lang, index, name) => {
  expect(codeFile({ lang, value: 'x' }, index).name).toBe(name);
});

test('the text ends with one line break', () => {
  expect(codeFile({ value: 'x' }).text).toBe('x\n');
  expect(codeFile({ value: 'x\n' }).text).toBe('x\n');
});

test('whatever the model calls its language, the name is a plain file name', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('../../x', 'a/b', '..', '__proto__', 'py\n')),
      (lang) => {
        expect(codeFile({ lang, value: '' }).name).toMatch(/^[A-Za-z0-9-]+(\.[a-z0-9]+)?$/);
      },
    ),
  );
});
