import type { CodeLanguage } from './languages.ts';
import { sqlExcuse } from './sql-syntax.ts';

interface Excuse {
  readonly why: string;
  readonly form: RegExp;
  /** Absent = in all languages. */
  readonly only?: readonly CodeLanguage[];
  readonly not?: readonly CodeLanguage[];
}

const EXCUSES: readonly Excuse[] = [
  {
    why: 'parts are left out',
    form: /…|\.{3}(?![\w[({$"'`.])|\[\.{3}\]|\.{3} ?(?:rest|your|other|existing|more)\b/,
  },
  { why: 'a signature', form: /\w ?\[ ?, ?\w|\[,|\) (?:->|=>|:) ?\w+\s*$/ },
  { why: 'parts are left out', form: /[=:(?] ?\/\*.*?\*\/ ?(?:[;,:)?]|$)/m },
  { why: 'a template', form: /\{\{|\{%|<%|%>|\{#/ },
  {
    why: 'places to be filled in',
    form: /<(?:your|my|the|some|insert|path|name|[A-Z]{2,}|[a-z]+[-_ ])[\w .-]*>|\[(?:your|insert)[^\]]*\]|<[A-Z]+_[A-Z_]+>/i,
    not: ['c', 'cpp', 'java'],
  },
  {
    why: 'places to be filled in',
    form: /<(?:your|insert)[\w .-]*>|<[a-z]+(?:[- ][a-z]+)+>|\[(?:your|insert)[^\]]*\]/i,
  },
  {
    why: 'places to be filled in',
    form: /(?<![\w.])<[a-z][\w.-]*>/i,
    only: ['sql', 'bash', 'json', 'yaml', 'python', 'go'],
  },
  { why: 'places to be filled in', form: /\{[a-z_]+\}/, only: ['json', 'sql'] },
  { why: 'a syntax is described', form: /\[[A-Z ]+[^\]]*\]|\s\|\s/, only: ['sql'] },
  {
    why: 'a difference',
    form: /^@@ |^(?:---|\+\+\+) [ab]?\/|^[+-](?![+\-=])[ \t]*\S.*$/m,
    not: ['yaml', 'json', 'sql', 'bash'],
  },
  { why: 'a difference', form: /^@@ |^\+\+\+ |^\+[ \t]*["\w]/m },
  {
    why: 'a session',
    form: /^\s*(?:>>> |In \[\d+\]:|irb|jshell>|gore>|ghci>|>(?: |$)|\$ \S)/m,
    not: ['bash', 'yaml'],
  },
  {
    why: 'a session',
    form: /^\s*(?:\$|%|>|PS [^>\n]*>|[\w.-]+@[\w.-]+[^$#\n]*[$#]|root#) \S/m,
    only: ['bash'],
  },
  {
    why: 'a session',
    form: /^\s*(?:mysql|sqlite|\w+[=-][#>])>? |^\s*\\\w|^\s*\.\w+|^[+|]-{3,}|^\s*(?:go|delimiter\b.*|use \w+|\/)\s*;?\s*$/im,
    only: ['sql'],
  },
  { why: 'output of a program', form: /^Traceback \(most recent|^\s+at .+:\d+|^\w*Error: |^Output:|^# => /m },
  { why: 'a notebook', form: /^\s*(?:%{1,2}\w|!\w)/m, only: ['python'] },
  { why: 'comments, which JSON has not', form: /^\s*(?:\/\/|#|\/\*)|[,{[]\s*\/\/ /m, only: ['json'] },
  { why: 'Python 2', form: /^\s*print\s+["'\w]|^\s*except \w+, \w+:|^\s*exec "/m, only: ['python'] },
  {
    why: 'macros',
    form: /^\s*#\s*define\b|^\s*(?:Q_|UCLASS|UPROPERTY|BOOST_|TEST(?:_F|_P)?\()|__attribute__|^\s*asm\b|__asm/m,
    only: ['c', 'cpp'],
  },
  { why: 'macros', form: /macro_rules!|\$\w+:\w+/, only: ['rust'] },
  { why: 'a here document', form: /<<-?\s*["']?\w+/, only: ['bash'] },
];

/** Why code that does not parse may be meant so; null when nothing says so. */
export function excuseOf(language: CodeLanguage, code: string): string | null {
  const found = EXCUSES.find(
    ({ form, not, only }) =>
      !not?.includes(language) && (only?.includes(language) ?? true) && form.test(code),
  );
  return found?.why ?? (language === 'sql' ? sqlExcuse(code) : null);
}
