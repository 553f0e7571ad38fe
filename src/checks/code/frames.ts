import type { CodeLanguage } from './languages.ts';

type Framed = readonly [before: string, after: string];

const BLOCKS: readonly Framed[] = [
  ['class A {\n', '\n}'],
  ['x = {\n', '\n}'],
  ['x = (\n', '\n)'],
];

/** What a fragment may stand in. Tried in this order after the block as it is. */
const FRAMES: Readonly<Partial<Record<CodeLanguage, readonly Framed[]>>> = {
  javascript: [
    ['async function* f() {\n', '\n}'],
    ...BLOCKS,
    ['if (x) {}\n', ''],
    ['try {}\n', ''],
    ['switch (x) {\n', '\n}'],
    ['x = [\n', '\n]'],
    ['x\n', ''],
  ],
  typescript: [
    ['async function* f() {\n', '\n}'],
    ...BLOCKS,
    ['interface A {\n', '\n}'],
    ['type A =\n', ''],
    ['if (x) {}\n', ''],
    ['try {}\n', ''],
    ['switch (x) {\n', '\n}'],
    ['x = [\n', '\n]'],
    ['x\n', ''],
  ],
  java: [
    ['class A {\n', '\n}'],
    ['class A { void f() {\n', '\n}}'],
    ['class A { void f() { x = (\n', '\n); }}'],
    ['class A { void f() { x\n', '\n; }}'],
    ['class A { void f() { if (x) {}\n', '\n}}'],
    ['class A { void f() { try {}\n', '\n}}'],
    ['class A { void f() { switch (x) {\n', '\n}}}'],
    ['class A {\n', ' {} }'],
  ],
  c: [
    ['void f() {\n', '\n}'],
    ['struct a {\n', '\n};'],
    ['int x = (\n', '\n);'],
    ['int x[] = \n', '\n;'],
    ['void f() { if (x) {}\n', '\n}'],
    ['void f() { switch (x) {\n', '\n}}'],
    ['enum a {\n', '\n};'],
    ['', ';'],
  ],
  cpp: [
    ['void f() {\n', '\n}'],
    ['class A {\n', '\n};'],
    ['auto x = (\n', '\n);'],
    ['void f() { if (x) {}\n', '\n}'],
    ['void f() { switch (x) {\n', '\n}}'],
    ['enum a {\n', '\n};'],
    ['', ';'],
    ['', ' {}'],
  ],
  go: [
    ['func f() {\n', '\n}'],
    ['type a struct {\n', '\n}'],
    ['type a interface {\n', '\n}'],
    ['var x = (\n', ')'],
    ['func f() { switch x {\n', '\n}}'],
    ['func f() { select {\n', '\n}}'],
    ['var x = T{\n', '\n}'],
    ['', ' {}'],
  ],
  rust: [
    ['fn f() {\n', '\n}'],
    ['impl A {\n', '\n}'],
    ['struct A {\n', '\n}'],
    ['enum A {\n', '\n}'],
    ['fn f() { let x = (\n', '\n); }'],
    ['fn f() { match x {\n', '\n} }'],
    ['fn f() { x\n', '\n; }'],
    ['', ' {}'],
  ],
  python: [
    ['if x:\n    pass\n', ''],
    ['try:\n    pass\n', ''],
    ['match x:\n', ''],
    ['x = {\n', '\n}'],
    ['x = [\n', '\n]'],
    ['x = (\n', '\n)'],
    ['x = f(\n', '\n)'],
    ['', '\n    pass'],
    ['', '\n        pass'],
    ['', '\ndef f():\n    pass'],
  ],
  bash: [
    ['if x; then\n', '\nfi'],
    ['case x in\n', '\nesac'],
    ['x=(\n', '\n)'],
  ],
};

/**
 * The block as it is, and then as the parts of a program that it may be: a method, a body, an expression, a few
 * fields. That one of them parses is enough.
 */
export function framesOf(language: CodeLanguage, code: string): string[] {
  const text = language === 'python' ? dedent(code) : language === 'c' ? withoutCppWords(code) : code;
  // An indented body frames as it is; the lines of Python decide where it stands.
  const inner = language === 'python' ? indent(text) : text;
  return [
    text,
    ...(FRAMES[language] ?? []).map(
      ([before, after]) => before + (before.startsWith('match') ? inner : text) + after,
    ),
  ];
}

/** C is read by the grammar of C++, in which these are no names. */
const CPP_WORDS =
  /\b(?:class|new|delete|template|typename|this|namespace|private|public|protected|virtual|operator|using|try|catch|throw|friend|explicit|export|concept|requires|and|or|not|xor)\b/g;

function withoutCppWords(code: string): string {
  return code.replace(CPP_WORDS, (word) => `_${word.slice(1)}`);
}

function lines(code: string): string[] {
  return code.split(/\r?\n/);
}

function dedent(code: string): string {
  const margins = lines(code)
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const least = margins.reduce((one, other) => (other.length < one.length ? other : one), margins[0] ?? '');
  return margins.every((margin) => margin.startsWith(least))
    ? lines(code)
        .map((line) => line.slice(Math.min(least.length, line.length)))
        .join('\n')
    : code;
}

function indent(code: string): string {
  return lines(code)
    .map((line) => `    ${line}`)
    .join('\n');
}
