import commonmark from 'commonmark-spec';

/** GFM's extensions and what models make of them, written for these tests after the sections of its specification. */
const GFM_EXAMPLES: readonly string[] = [
  '| foo | bar |\n| --- | --- |\n| baz | bim |',
  '| abc | defghi |\n:-: | -----------:\nbar | baz',
  '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |',
  '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar',
  '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar',
  '| abc | def |\n| --- |\n| bar |',
  '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |',
  '| abc | def |\n| --- | --- |',
  'text above\n| a |\n|---|\n| b |',
  '- item\n\n  | a | b |\n  |---|---|\n  | c | d |',
  '> | a | b |\n> |---|---|\n> | c | d |',
  '- [ ] foo\n- [x] bar',
  '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim',
  '- [ ]\n- [y] no',
  '~~Hi~~ Hello, ~there~ world!',
  'This ~~has a\n\nnew paragraph~~.',
  'This will ~~~not~~~ strike.',
  'www.commonmark.org',
  'Visit www.commonmark.org/help for more information.',
  'Visit www.commonmark.org/a.b.',
  'www.google.com/search?q=Markup+(business)))',
  'www.google.com/search?q=commonmark&hl;',
  'www.commonmark.org/he<lp',
  'http://commonmark.org\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))',
  'foo@bar.baz and hello+xyz@mail+xyz.example',
  'mailto:foo@bar.baz',
  '<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.</blockquote>',
  'A note.[^1]\n\n[^1]: The note, with `code`.\n\n    And a second paragraph.',
  'Twice[^a] the same[^a].\n\n[^a]: Note.',
  '> [!NOTE]\n> An alert.',
];

/** Every Markdown text of CommonMark's specification, tabs as tabs, and those for GFM. */
export const MARKDOWN_EXAMPLES: readonly string[] = [
  ...commonmark.tests.map((example) => example.markdown.replaceAll('→', '\t')),
  ...GFM_EXAMPLES,
];
