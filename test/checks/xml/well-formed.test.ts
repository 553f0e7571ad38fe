import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findXml } from '../../../src/checks/xml/find.ts';
import { xmlProblem } from '../../../src/checks/xml/well-formed.ts';

test.each([
  '<a/>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<a>text</a>\n',
  '\uFEFF<a><b x="1" y=\'a>b\'/>x &amp; y &#8364; &#x20AC;</a>',
  '<!-- a -- b? --><a><!-- <b> --><![CDATA[<c> & </d>]]></a><!-- end -->',
  '<!DOCTYPE note [<!ENTITY me "Ann">]><note>&me;</note>',
  '<svg:g xmlns:svg="http://www.w3.org/2000/svg"><svg:a-b.c/></svg:g>',
  '<简历><姓名>张三</姓名></简历>',
  '<a\n  b="1"\n  c = "2"\n></a >',
  '<a>3 > 2 and "quotes" \'too\'</a>',
])('well-formed: %s', (text) => expect(xmlProblem(text)).toBe(null));

test.each([
  ['', 'no-root', 1],
  ['<?xml version="1.0"?>', 'no-root', 1],
  ['<a/><b/>', 'second-root', 1],
  ['Here: <a/>', 'text-outside', 1],
  ['<a/>\nDone.', 'text-outside', 1],
  ['<a>\n<b>', 'not-closed', 2],
  ['<a><b></a></b>', 'wrong-close', 1],
  ['<a></A>', 'wrong-close', 1],
  ['</a>', 'wrong-close', 1],
  ['<a>\n\n1 < 2</a>', 'bad-tag', 3],
  ['<a><1b/></a>', 'bad-tag', 1],
  ['<a b></a>', 'bad-attribute', 1],
  ['<a b=1/>', 'bad-attribute', 1],
  ['<a b="1"c="2"/>', 'bad-attribute', 1],
  ['<a b="1" b="2"/>', 'attribute-twice', 1],
  ['<a>R&D</a>', 'bad-ampersand', 1],
  ['<a b="R&D"/>', 'bad-ampersand', 1],
  ['<a>&nbsp;</a>', 'bad-ampersand', 1],
  ['<a><!-- never closed</a>', 'bad-comment', 1],
])('not well-formed: %j', (text, kind, line) => expect(xmlProblem(text)).toMatchObject({ kind, line }));

test('whatever is written out as XML is well-formed, and with one bracket less it is not', () => {
  const name = fc.constantFrom('a', 'b-c', 'x:y', '名');
  const escaped = fc
    .string({ maxLength: 8 })
    .map((text) =>
      text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? '&quot;'),
    );
  const { element } = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(name, escaped, fc.array(fc.oneof({ maxDepth: 3 }, escaped, tie('element')), { maxLength: 3 }))
      .map(([tag, value, inside]) => `<${tag} at="${value}">${inside.join('')}</${tag}>`),
  }));
  fc.assert(
    fc.property(element, fc.nat(), (xml, where) => {
      const brackets = [...xml.matchAll(/[<>]/g)].map(({ index }) => index);
      const cut = brackets[where % brackets.length] ?? 0;
      return xmlProblem(xml) === null && xmlProblem(xml.slice(0, cut) + xml.slice(cut + 1)) !== null;
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['a fence of its own language', 'Sure:\n```xml\n<a/>\n```\nDone.', '<a/>'],
  ['a fence of no language', '```\n<a/>\n```', '<a/>'],
  ['a fence that is not closed', '```xml\n<a>', '<a>'],
  ['no fence', ' <a/>\n', '<a/>'],
  ['nothing like it', 'I cannot do that.', null],
])('XML is found in %s', (_, answer, xml) => expect(findXml(answer)).toBe(xml));

test('a hostile text takes no longer than others', () => {
  for (const text of [
    '<'.repeat(200_000),
    `<a ${'b="1" '.repeat(50_000)}`,
    '<a>'.repeat(60_000),
    '&'.repeat(200_000),
  ]) {
    expect(xmlProblem(text)).not.toBe(null);
  }
});
