import { expect, onTestFinished, test } from 'vitest';
import { PRESETS } from '../../commands/json/presets.ts';
import { inFence, inner } from '../../src/conversation/json-answer.ts';
import { asTable } from '../../src/conversation/json-table.ts';
import { parseMarkdown } from '../../src/rendering/parse.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { message } from '../support/turns.ts';

const PEOPLE = { columns: ['Name', 'Age'], rows: [['Ann', 31], ['Bob | Co', null], ['$5 *x*']] };

const kindsOf = (markdown: string) => parseMarkdown(markdown).children.map(({ type }) => type);

test('columns and rows are also shown as a table, in which nothing takes effect as a mark', () => {
  expect(asTable(PEOPLE)).toBe(
    ['| Name | Age |', '| --- | --- |', '| Ann | 31 |', '| Bob \\| Co |  |', '| \\$5 \\*x\\* |  |'].join(
      '\n',
    ),
  );
  expect(kindsOf(asTable(PEOPLE) ?? '')).toEqual(['table']);
});

test.each([
  { columns: ['a'], rows: [['b', 'c']] },
  { columns: [], rows: [] },
  { columns: ['a'], rows: [[{}]] },
  { columns: ['a'], rows: [['b']], note: 'c' },
  { columns: [1], rows: [['b']] },
  [['a'], ['b']],
  null,
])('no table: %j', (value) => expect(asTable(value)).toBe(null));

test('the JSON is found again in front of its table', () => {
  expect(JSON.parse(inner(inFence(PEOPLE)))).toEqual(PEOPLE);
  expect(JSON.parse(inner(inFence({ a: '```\n\n|' })))).toEqual({ a: '```\n\n|' });
});

test('the preset asks for one, and the person sees both', async () => {
  const vllm = await startVllm({ script: () => JSON.stringify(PEOPLE) });
  onTestFinished(() => vllm.close());
  const parts = await conversationParts({ urls: { general: [vllm.url] } });
  onTestFinished(() => parts.close());
  const { instruction, schema } = PRESETS.table;
  const asked = message(`Ann is 31\n\n${instruction?.en}`, { forced: 'structured', json: schema ?? true });
  const { receipt } = await collect(parts.ask(asked, new AbortController().signal));
  expect(receipt?.response).toBe(inFence(PEOPLE));
  expect(kindsOf(receipt?.response ?? '')).toEqual(['code', 'table']);
  expect(receipt?.checks).toMatchObject([{ name: 'json', status: 'passed' }]);
});
