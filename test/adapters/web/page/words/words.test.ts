import { expect, test } from 'vitest';
import { en } from '../../../../../adapters/web/page/words/en.ts';
import { zh } from '../../../../../adapters/web/page/words/zh.ts';

/** All texts with their paths; functions called with made-up values. */
function texts(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]): [string, string][] => {
    const here = `${path}.${name}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, String(value(2, 'b', 'c'))]];
    return texts(value as object, here);
  });
}

test('both languages say the same things, each in its own words', () => {
  expect(texts(zh).map(([path]) => path)).toEqual(texts(en).map(([path]) => path));
});

test('no Chinese text was left in English', () => {
  const alike = new Map(texts(en));
  const same = texts(zh).filter(([path, words]) => alike.get(path) === words && /[a-z]{3}/.test(words));
  const allowed = /\.(checkNames|help\.rows|version|experts|expert)|^\.examples\.\d\.expert/;
  expect(same.filter(([path]) => !allowed.test(path))).toEqual([]);
});

test('the keys in both lists of shortcuts are the same', () => {
  expect(zh.help.rows.map(([key]) => key)).toEqual(en.help.rows.map(([key]) => key));
});
