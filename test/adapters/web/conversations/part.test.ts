import { expect, test } from 'vitest';
import { partOf } from '../../../../adapters/web/conversations/part.ts';

const turns = ['a', 'b', 'c', 'd'].map((id) => ({ id, messageId: `web:${id}` }));
const part = (query: object) => {
  const { earlier, turns: shown } = partOf(turns, query);
  return `${earlier ? '… ' : ''}${shown.map(({ id }) => id).join('')}`;
};

test.each([
  [{}, 'abcd'],
  [{ last: '2' }, '… cd'],
  [{ last: '2', before: 'c' }, 'ab'],
  [{ last: '2', before: 'web:d' }, '… bc'],
  [{ last: '9' }, 'abcd'],
  [{ last: '2', before: 'a' }, ''],
  [{ last: 'many' }, 'abcd'],
  [{ last: '-1' }, 'abcd'],
  [{ last: '2', before: 'nowhere' }, '… cd'],
])('%j shows %j', (query, shown) => {
  expect(part(query)).toBe(shown);
});
