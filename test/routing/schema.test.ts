import { expect, test } from 'vitest';
import { asksForSchema } from '../../src/routing/schema.ts';

const SCHEMA = '{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}';

test.each([
  `Give me this as JSON with this schema ${SCHEMA}: Ann is 31.`,
  `Ann is 31.\nReturn JSON matching the following schema:\n\`\`\`json\n${SCHEMA}\n\`\`\``,
  `Fill this JSON schema: ${SCHEMA} Ann is 31 {sic}`,
  `按照这个 JSON Schema 输出：${SCHEMA} 张伟，31岁`,
  `请从下文提取信息，输出 JSON，结构如下 ${SCHEMA}。张伟，31岁`,
  `Note {in passing}: answer in JSON using {"$schema": "https://json-schema.org/draft/2020-12/schema"}`,
  `Output JSON by the schema {"type": "object", "properties": {"a": {"const": "}"}}} for: a }`,
])('a request with a whole schema is seen: %s', (text) => {
  expect(asksForSchema(text)).toBe(true);
});

test.each([
  ['a schema without any request', SCHEMA],
  ['a request without a schema', 'Give me this as JSON: Ann is 31.'],
  ['data that is no schema', 'Return this JSON as JSON: {"type": "car", "name": "Beetle"}'],
  [
    'a schema that does not close',
    'Return JSON with this schema {"type": "object", "properties": {"name": {}',
  ],
  [
    'code to be written for a schema',
    `Write a Python function that returns JSON matching this schema ${SCHEMA}`,
  ],
  ['a question about a schema', `Why is this JSON schema invalid? ${SCHEMA}`],
  ['a question about a schema in Chinese', `这个 JSON schema 是什么意思？${SCHEMA}`],
])('%s is left to the classifier', (_, text) => {
  expect(asksForSchema(text)).toBe(false);
});

test('a schema behind a long text is found', () => {
  expect(asksForSchema(`${'Ann is 31. '.repeat(20_000)}Return JSON with this schema: ${SCHEMA}`)).toBe(true);
});

test.each([
  '{'.repeat(1_000_000),
  '{"a":'.repeat(200_000),
  `as json ${'{"type":"object",'.repeat(60_000)}`,
  `${'return json '.repeat(90_000)}{`,
])('a megabyte made to be slow is given up', (text) => {
  expect(asksForSchema(text)).toBe(false);
});
